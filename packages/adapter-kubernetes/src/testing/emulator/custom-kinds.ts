import { z } from 'zod'
import type { JsonObject } from './json.ts'
import type { ResourceKind } from './resource-kind.ts'
import { schemaFieldTypes } from './schema-field-types.ts'

/** What the emulator uses of a CustomResourceDefinition's spec. */
export interface Definition {
  readonly group: string
  readonly scope: 'Namespaced' | 'Cluster'
  readonly names: {
    readonly kind: string
    readonly plural: string
    readonly singular?: string | undefined
    readonly listKind?: string | undefined
    readonly shortNames?: readonly string[] | undefined
    readonly categories?: readonly string[] | undefined
  }
  readonly versions: readonly {
    readonly name: string
    readonly served: boolean
    readonly storage: boolean
    readonly schema?: { readonly openAPIV3Schema: JsonObject } | undefined
    readonly subresources?: { readonly status?: unknown } | undefined
  }[]
  readonly conversion?: { readonly strategy: string } | undefined
}

/** A definition that was read, or the fields that are wrong. */
export type DefinitionReading =
  | { readonly kind: 'read'; readonly definition: Definition }
  | {
      readonly kind: 'refused'
      readonly causes: readonly { readonly field: string; readonly message: string }[]
    }

const json = z.custom<JsonObject>((value) => typeof value === 'object' && value !== null)

const definitionSchema: z.ZodType<{ spec: Definition }> = z.object({
  spec: z.object({
    group: z.string().min(1),
    scope: z.enum(['Namespaced', 'Cluster']),
    names: z.object({
      kind: z.string().min(1),
      plural: z.string().min(1),
      singular: z.string().optional(),
      listKind: z.string().optional(),
      shortNames: z.array(z.string()).optional(),
      categories: z.array(z.string()).optional(),
    }),
    versions: z
      .array(
        z.object({
          name: z.string().min(1),
          served: z.boolean(),
          storage: z.boolean(),
          schema: z.object({ openAPIV3Schema: json }).optional(),
          subresources: z.object({ status: z.unknown().optional() }).optional(),
        }),
      )
      .min(1),
    conversion: z.object({ strategy: z.string() }).optional(),
  }),
})

/** Reads a definition; otherwise the fields that are wrong, with why. */
export function readDefinition(object: JsonObject): DefinitionReading {
  const parsed = definitionSchema.safeParse(object)
  if (parsed.success) return { kind: 'read', definition: parsed.data.spec }
  const causes = parsed.error.issues.map((issue) => ({ field: issue.path.join('.'), message: issue.message }))
  return { kind: 'refused', causes }
}

/** The kinds that a definition makes the server serve, one for each served version. */
export function customKinds(definition: Definition): readonly ResourceKind[] {
  const { group, names, scope, versions } = definition
  return versions
    .filter((version) => version.served)
    .map((version) => ({
      group,
      version: version.name,
      kind: names.kind,
      listKind: names.listKind ?? `${names.kind}List`,
      plural: names.plural,
      singular: names.singular ?? names.kind.toLowerCase(),
      shortNames: names.shortNames ?? [],
      categories: names.categories ?? [],
      namespaced: scope === 'Namespaced',
      builtIn: false,
      statusSubresource: version.subresources?.status !== undefined,
      hasGeneration: true,
      fieldTypes: schemaFieldTypes(version.schema?.openAPIV3Schema ?? {}),
      schema: version.schema?.openAPIV3Schema,
      implicitFields: new Set(['metadata']),
    }))
}
