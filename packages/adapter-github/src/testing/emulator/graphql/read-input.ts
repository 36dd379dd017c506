import { z } from 'zod'
import { GraphQLError } from './graphql-error.ts'

/** The input of a mutation, or the error that it does not fit the schema. */
export const readInput = <T>(input: unknown, schema: z.ZodType<T>): T => {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  throw new GraphQLError(undefined, `Variable $input: ${z.prettifyError(parsed.error)}`)
}
