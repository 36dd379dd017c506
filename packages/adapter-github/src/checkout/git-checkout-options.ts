import { posix } from 'node:path'
import { TidewayError } from '@tideway/core'
import { z } from 'zod'
import type {
  CutRule,
  EnvsubstSource,
  FilesSource,
  KustomizeSource,
  RenderedEnvironment,
} from './render-options.ts'

/** How documents become units: one rule for all, or the first of several that matches. */
export type CutOptions = CutRule | readonly CutRule[]

/** A source as it is written; `units` has a default (`{ by: 'file' }`) but for kustomize. */
export type RenderOptions =
  | (Omit<FilesSource, 'units'> & { readonly units?: CutOptions | undefined })
  | (Omit<EnvsubstSource, 'units'> & { readonly units?: CutOptions | undefined })
  | (Omit<KustomizeSource, 'units' | 'command'> & {
      readonly units: CutOptions
      /** Default: `['kubectl', 'kustomize']`. */
      readonly command?: KustomizeSource['command'] | undefined
    })

/** Where an environment is rendered from. */
export interface GitCheckoutOptions {
  /** A folder in the checkout; every path in `render` is relative to it. */
  readonly directory: string
  /** What to read: a commit, branch or tag. Default: `HEAD`. */
  readonly commit?: string | undefined
  /** Read the working tree, with what is not committed; there is no editor then. Default: false. */
  readonly worktree?: boolean | undefined
  /** The environment's name, for messages. */
  readonly environment: string
  readonly render: readonly RenderOptions[]
  /** All other environments of the repository: file edits must not change what they render. Default: none. */
  readonly others?:
    | readonly { readonly environment: string; readonly render: readonly RenderOptions[] }[]
    | undefined
  /** Where programs are. Default: on the PATH. */
  readonly binaries?:
    | { readonly kubectl?: string | undefined; readonly kustomize?: string | undefined }
    | undefined
}

/** Checked options with their defaults filled in. */
export interface GitCheckoutSettings extends RenderedEnvironment {
  readonly directory: string
  readonly commit: string
  readonly worktree: boolean
  readonly others: readonly RenderedEnvironment[]
  readonly binaries: Readonly<Record<string, string | undefined>>
}

const path = z
  .string()
  .refine(
    (text) => !text.startsWith('/') && !/[\\\0]/.test(text),
    'is a path relative to `directory`, with /',
  )
  .transform((text) => posix.normalize(text).replace(/\/$/, '').replace(/^\.$/, ''))
const match = z
  .strictObject({ kind: z.string().min(1).optional(), path: z.string().min(1).optional() })
  .optional()
const rule = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('file'), match }),
  z.strictObject({ by: z.literal('label'), key: z.string().min(1), match }),
  z.strictObject({ by: z.literal('resource'), match }),
  z.strictObject({ by: z.literal('name'), name: z.string().min(1), match }),
])
const units = z.union([rule.transform((one) => [one]), z.array(rule).min(1)])
const byFile = [{ by: 'file' as const }]
const source = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('files'), path, units: units.default(byFile) }),
  z.strictObject({
    kind: z.literal('envsubst'),
    path,
    variables: path,
    patch: path.optional(),
    units: units.default(byFile),
  }),
  z.strictObject({
    kind: z.literal('kustomize'),
    path,
    command: z
      .union([
        z.tuple([z.literal('kubectl'), z.literal('kustomize')]),
        z.tuple([z.literal('kustomize'), z.literal('build')]),
      ])
      .default(['kubectl', 'kustomize']),
    units,
  }),
])
const environment = { environment: z.string().min(1), render: z.array(source).min(1) }
const schema = z.strictObject({
  directory: z.string().min(1),
  commit: z.string().min(1).default('HEAD'),
  worktree: z.boolean().default(false),
  ...environment,
  others: z.array(z.strictObject(environment)).default([]),
  binaries: z
    .strictObject({ kubectl: z.string().min(1).optional(), kustomize: z.string().min(1).optional() })
    .default({}),
})

/** Checks options; throws a TidewayError (`TIDEWAY_CONFIG_INVALID`) that names what is wrong and where. */
export function parseGitCheckoutOptions(options: GitCheckoutOptions): GitCheckoutSettings {
  const parsed = schema.safeParse(options)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new TidewayError({
    code: 'TIDEWAY_CONFIG_INVALID',
    message: `the options of a Git checkout: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`,
    next: 'correct that option',
    cause: parsed.error,
  })
}
