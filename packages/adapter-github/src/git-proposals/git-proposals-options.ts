import { TidewayError } from '@tideway/core'
import { z } from 'zod'
import { environmentName } from '../git/environment-name.ts'
import { defaultAuthor, type GitBackend, type GitHubAuthor, signature } from '../github/github-options.ts'

/** Which clone and remote keep which environment's branch: what {@link createGitProposals} takes. */
export interface GitProposalsOptions extends GitBackend {
  /** Names the branch `sync/<environment>`, with groups `sync/<environment>--<group>`. */
  readonly environment: string
  /** The branch that proposals are for; default: the remote's `HEAD`. */
  readonly base?: string | undefined
  /** The folder that proposals may write in, relative to the repository's root. Default: everywhere. */
  readonly folder?: string | undefined
  /** Let proposals change `.github/workflows`. Default: false. */
  readonly allowWorkflows?: boolean | undefined
  /** Default: `tideway <sync@tideway.dev>`. */
  readonly author?: GitHubAuthor | undefined
}

/** Options with every default filled in; `base` is still open. */
export interface ResolvedGitProposalsOptions extends GitBackend {
  readonly environment: string
  readonly base: string | undefined
  readonly folder: string
  readonly allowWorkflows: boolean
  readonly author: GitHubAuthor
}

const schema = z.strictObject({
  directory: z.string().min(1),
  remote: z.string().regex(/^[^-]/, 'must not be empty or begin with -'),
  environment: environmentName,
  base: z.string().min(1).optional(),
  folder: z
    .string()
    .transform((path) => path.replace(/\/+$/, ''))
    .default(''),
  allowWorkflows: z.boolean().default(false),
  author: signature.default(defaultAuthor),
})

/** Checks options and fills in defaults; throws a `TidewayError` that names what is wrong. */
export function resolveGitProposalsOptions(options: GitProposalsOptions): ResolvedGitProposalsOptions {
  const parsed = schema.safeParse(options)
  if (parsed.success) return { ...parsed.data, base: parsed.data.base }
  throw new TidewayError({
    code: 'TIDEWAY_CONFIG_INVALID',
    message: `the options of Git proposals are wrong: ${z.prettifyError(parsed.error).replaceAll('\n', ' ')}`,
    next: 'correct them',
  })
}
