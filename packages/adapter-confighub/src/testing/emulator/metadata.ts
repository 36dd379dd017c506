import { z } from 'zod'
import { notModelled } from './not-modelled.ts'
import { Refusal } from './refusal.ts'
import type { TextMap } from './state.ts'

/** The metadata that a client may write, of a unit or a space. An absent member was not in the body. */
export interface Metadata {
  readonly Slug?: string | undefined
  readonly DisplayName?: string | undefined
  readonly ToolchainType?: string | undefined
  readonly Labels?: TextMap | undefined
  readonly Annotations?: TextMap | undefined
  readonly DeleteGates?: Readonly<Record<string, boolean>> | undefined
  readonly LastChangeDescription?: string | undefined
  readonly TargetID?: string | undefined
  readonly Version?: number | undefined
}

// Patterns and lengths are those of ConfigHub's OpenAPI document.
const schema: z.ZodType<Metadata> = z.object({
  Slug: z
    .string()
    .max(128)
    .regex(/^[A-Za-z0-9]([-_.A-Za-z0-9]*[A-Za-z0-9])?$/)
    .optional(),
  DisplayName: z
    .string()
    .regex(/^([A-Za-z0-9]([-_ .|A-Za-z0-9]*[A-Za-z0-9.!?])?)?$/)
    .optional(),
  ToolchainType: z
    .string()
    .regex(/^(Kubernetes\/YAML|ConfigHub\/YAML|AppConfig\/(Properties|YAML|TOML|INI|JSON|Env|Text))$/)
    .optional(),
  Labels: z.record(z.string(), z.string().max(128)).optional(),
  Annotations: z.record(z.string(), z.string().max(1024)).optional(),
  DeleteGates: z.record(z.string(), z.boolean()).optional(),
  LastChangeDescription: z.string().optional(),
  TargetID: z.guid().optional(),
  Version: z.int().optional(),
})

/**
 * Checks a body of metadata. Throws a 400 refusal that names what is wrong, `Data` included: it is no field;
 * and a 501 for a member that is none of `known`, since the emulator would lose it.
 */
export function parseMetadata(body: unknown, known?: Readonly<Record<string, unknown>>): Metadata {
  if (typeof body === 'object' && body !== null) {
    const absent = ['Data', 'MutationSources'].find((name) => name in body)
    if (absent)
      throw new Refusal(400, `${absent} is not a field: configuration is written with PUT .../data.`)
    const foreign = Object.keys(body).find((name) => known && !Object.hasOwn(known, name))
    if (foreign !== undefined) throw notModelled(`writing ${foreign}`)
  }
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new Refusal(400, `Invalid ${issue?.path.join('.') || 'body'}: ${issue?.message}.`)
}
