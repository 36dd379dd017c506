import { z } from 'zod'

/** What a body may be, by media type. */
export type Content = Readonly<Record<string, { readonly schema?: unknown }>>

/** An operation of an OpenAPI 3.0 document, as far as exchanges are checked against it. */
export interface Operation {
  readonly parameters: readonly {
    readonly name: string
    readonly in: string
    readonly required?: boolean | undefined
    readonly schema?: unknown
  }[]
  readonly requestBody?: { readonly content?: Content | undefined } | undefined
  /** By status; `default` for all others. */
  readonly responses: Readonly<Record<string, { readonly content?: Content | undefined }>>
}

/** An OpenAPI 3.0 document, read. */
export interface OpenApiDocument {
  /** The path with its `{names}`, under which the operation of a request is described; undefined for none. */
  find(method: string, path: string): { readonly template: string; readonly operation: Operation } | undefined
  /** Why a value does not fit a schema of the document; undefined where it fits. `partial`: fields may be absent. */
  findMisfit(schema: unknown, value: unknown, extent?: 'whole' | 'partial'): string | undefined
}

const content: z.ZodType<Content | undefined> = z
  .record(z.string(), z.object({ schema: z.unknown() }))
  .optional()
const parameter = z.object({
  name: z.string(),
  in: z.string(),
  required: z.boolean().optional(),
  schema: z.unknown(),
})
const operation: z.ZodType<Operation> = z.object({
  parameters: z.array(parameter).default([]),
  requestBody: z.object({ content }).optional(),
  responses: z.record(z.string(), z.object({ content })),
})
const document = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
})

/** Reads an OpenAPI 3.0 document. Throws where it is none. */
export function readOpenApiDocument(json: unknown): OpenApiDocument {
  const { paths, components } = document.parse(json)
  const validators = {
    whole: createValidators(components.schemas),
    partial: createValidators(withoutRequired(components.schemas)),
  }
  const templates = Object.entries(paths).map(([template, methods]) => {
    const pattern = template.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{[^}]+\}/g, '[^/]+')
    return { template, methods, pattern: new RegExp(`^${pattern}$`) }
  })
  return {
    find(method, path) {
      for (const { template, methods, pattern } of templates) {
        const described = methods[method.toLowerCase()]
        if (described !== undefined && pattern.test(path)) {
          return { template, operation: operation.parse(described) }
        }
      }
      return undefined
    },
    findMisfit(schema, value, extent = 'whole') {
      const validator = validators[extent](extent === 'whole' ? schema : withoutRequired(schema))
      const [issue] = validator.safeParse(value).error?.issues ?? []
      return issue && `${issue.path.join('.') || 'the whole'}: ${issue.message}`
    },
  }
}

function createValidators(schemas: unknown): (schema: unknown) => z.ZodType {
  const known = new Map<string, z.ZodType>()
  return (schema) => {
    const key = JSON.stringify(schema)
    const validator = known.get(key) ?? toZod(schema, schemas)
    known.set(key, validator)
    return validator
  }
}

/** zod finds what is referred to under `definitions` only. */
function toZod(schema: unknown, definitions: unknown): z.ZodType {
  const whole = JSON.stringify({ ...z.looseObject({}).parse(schema), definitions })
  const rewritten = JSON.parse(whole.replaceAll('"#/components/schemas/', '"#/definitions/'))
  return z.fromJSONSchema(rewritten, { defaultTarget: 'openapi-3.0' })
}

function withoutRequired(schema: unknown): unknown {
  return JSON.parse(JSON.stringify(schema), (key, value: unknown) =>
    key === 'required' && Array.isArray(value) ? undefined : value,
  )
}
