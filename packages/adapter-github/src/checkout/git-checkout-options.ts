import { posix } from 'node:path'
import { TidewayError } from '@tideway/core'
import { z } from 'zod'
import type {
  CommandSource,
  CutRule,
  EnvsubstSource,
  FilesSource,
  HelmSource,
  KustomizeSource,
  RenderedEnvironment,
} from './render-options.ts'

/** How documents become units: one rule for all, or the first of several that matches. */
export type CutOptions = CutRule | readonly CutRule[]

/** A source as it is written; `units` has a default (`{ by: 'file' }`) for plain files and templates. */
export type RenderOptions =
  | (Omit<FilesSource, 'units'> & { readonly units?: CutOptions | undefined })
  | (Omit<EnvsubstSource, 'units'> & { readonly units?: CutOptions | undefined })
  | (Omit<KustomizeSource, 'units' | 'command'> & {
      readonly units: CutOptions
      /** Default: `['kubectl', 'kustomize']`. */
      readonly command?: KustomizeSource['command'] | undefined
    })
  | (Omit<HelmSource, 'units' | 'values' | 'release'> & {
      readonly units: CutOptions
      /** Default: none, only the chart's own values. */
      readonly values?: readonly string[] | undefined
      /** Default: the name of the chart's folder. */
      readonly release?: string | undefined
    })
  | (Omit<CommandSource, 'units' | 'inputs' | 'timeoutSeconds'> & {
      readonly units: CutOptions
      /** Default: everything in `path`. */
      readonly inputs?: readonly string[] | undefined
      /** Default: 60. */
      readonly timeoutSeconds?: number | undefined
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
  /**
   * The folder that the programs of commands are relative to, where they are not on the PATH. Without it no command
   * runs: name it only where these options and the folder are the base branch's, since a pull request that brought
   * its own command would run it with this process's rights.
   */
  readonly commandDirectory?: string | undefined
  /**
   * Whether what no edit brings about is kept under `confighub-sync/<environment>/`, from where nothing renders.
   * Default: false.
   */
  readonly snapshot?: boolean | undefined
  /** Where programs are. Default: on the PATH. */
  readonly binaries?:
    | {
        readonly kubectl?: string | undefined
        readonly kustomize?: string | undefined
        readonly helm?: string | undefined
      }
    | undefined
}

/** Checked options with their defaults filled in. */
export interface GitCheckoutSettings extends RenderedEnvironment {
  readonly directory: string
  readonly commit: string
  readonly worktree: boolean
  readonly others: readonly RenderedEnvironment[]
  readonly snapshot: boolean
  readonly commandDirectory?: string | undefined
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
// What helm takes for a release (and Kubernetes for a namespace), and no flag.
const releaseName = z.string().regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/, 'is a DNS name')
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
  z
    .strictObject({
      kind: z.literal('helm'),
      path: path.refine((text) => text !== '', 'is the chart’s folder'),
      values: z.array(path).default([]),
      release: releaseName.optional(),
      namespace: releaseName.optional(),
      units,
    })
    .transform(({ release, namespace, ...rest }) => ({
      ...rest,
      release: release ?? posix.basename(rest.path),
      ...(namespace === undefined ? {} : { namespace }),
    })),
  z.strictObject({
    kind: z.literal('command'),
    path,
    command: z.tuple([z.string().min(1)], z.string()),
    inputs: z.array(path).default([]),
    timeoutSeconds: z.number().positive().max(3600).default(60),
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
  commandDirectory: z.string().min(1).optional(),
  snapshot: z.boolean().default(false),
  binaries: z
    .strictObject({
      kubectl: z.string().min(1).optional(),
      kustomize: z.string().min(1).optional(),
      helm: z.string().min(1).optional(),
    })
    .default({}),
})

/** Checks options; throws a TidewayError (`TIDEWAY_CONFIG_INVALID`) that names what is wrong and where. */
export function parseGitCheckoutOptions(options: GitCheckoutOptions): GitCheckoutSettings {
  const parsed = schema.safeParse(options)
  if (parsed.success) {
    requireAllowed(parsed.data)
    return parsed.data
  }
  const [issue] = parsed.error.issues
  throw new TidewayError({
    code: 'TIDEWAY_CONFIG_INVALID',
    message: `the options of a Git checkout: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`,
    next: 'correct that option',
    cause: parsed.error,
  })
}

function requireAllowed({ commandDirectory, environment, render, others }: GitCheckoutSettings): void {
  if (commandDirectory !== undefined) return
  const found = [{ environment, render }, ...others].find((one) =>
    one.render.some(({ kind }) => kind === 'command'),
  )
  if (found === undefined) return
  throw new TidewayError({
    code: 'TIDEWAY_CONFIG_INVALID',
    message: `${found.environment} is rendered by a command, which this configuration may not run`,
    next: 'take the configuration from the base branch (git restore --source="$BASE_SHA" --staged --worktree :/)',
  })
}
