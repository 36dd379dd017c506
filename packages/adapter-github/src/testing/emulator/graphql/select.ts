import { GraphQLError } from './graphql-error.ts'
import type { Field } from './parse-operation.ts'

/** The refusal of a field that a type does not have, or that is not modelled. */
export const undefinedField = (name: string, type: string): GraphQLError =>
  new GraphQLError(
    undefined,
    `Field '${name}' doesn't exist on type '${type}', or the emulator does not model it`,
  )

/** The fields of an object that are selected; those of a fragment only where the object is of its type. */
export const select = (
  field: Field,
  type: string,
  values: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    field.fields
      .filter(({ on = type }) => on === type)
      .map(({ alias, name }) => {
        if (name === '__typename') return [alias, type]
        if (!(name in values)) throw undefinedField(name, type)
        return [alias, values[name]]
      }),
  )
