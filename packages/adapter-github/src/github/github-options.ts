import type { Octokit } from '@octokit/core'
import { TidewayError } from '@tideway/core'
import { z } from 'zod'
import { environmentName } from '../git/environment-name.ts'

/** Who signs the commits that tideway makes; the same on every run, since it is part of a commit's id. */
export interface GitHubAuthor {
  readonly name: string
  readonly email: string
}

/** The part of an Octokit that is used; one of `@octokit/core`, `@octokit/rest` or `octokit` will do. */
export type GitHubClient = Pick<Octokit, 'request' | 'graphql'>

/** A clone whose remote is the same repository. */
export interface GitBackend {
  readonly directory: string
  /** A remote's name or address. */
  readonly remote: string
}

/** A GitHub App, which signs in as its installation on the repository. */
export interface GitHubApp {
  /** Its App ID, or its Client ID. */
  readonly id: string
  /** A PEM text, line ends as `\\n` or as they are. */
  readonly privateKey: string
  /** The number of its installation. Default: the one on the repository, which one request finds. */
  readonly installation?: number | undefined
}

/** Which repository is meant, who signs in, and how branches are written: what {@link createGitHub} takes. */
export interface GitHubOptions {
  /** `owner/name`. */
  readonly repository: string
  /** Names the branch `sync/<environment>`, with groups `sync/<environment>--<group>`, and the ref `refs/tideway/<environment>`. */
  readonly environment: string
  /** The branch that proposals are for; default: the repository's default branch. */
  readonly base?: string | undefined
  /** Needs `contents: write` and `pull-requests: write`; default: none, which can only read public things. */
  readonly token?: string | undefined
  /** Sign in as a GitHub App instead of with a token; needs the optional peer `@octokit/auth-app`. Default: no App. */
  readonly app?: GitHubApp | undefined
  /**
   * Leave the commits of proposals to GitHub to sign and to name their author, which it does for apps; it shows
   * them as verified then. Default: true for an app and the token of one (`ghs_...`), else false.
   */
  readonly signed?: boolean | undefined
  /**
   * A client to use instead of the built-in one; it brings its own authentication, retries and throttling.
   * Default: one of this package's making.
   */
  readonly octokit?: GitHubClient | undefined
  /** Default: `https://api.github.com`; for GitHub Enterprise Server `https://<host>/api/v3`. */
  readonly baseUrl?: string | undefined
  /** Space and repeat requests as GitHub asks for. Default: true; without it, a failure is told at once. */
  readonly throttle?: boolean | undefined
  /** The folder that proposals may write in, relative to the repository's root. Default: everywhere. */
  readonly folder?: string | undefined
  /** Write branches with the `git` command in a clone instead of the API; for what is too large for that. Default: the API. */
  readonly git?: GitBackend | undefined
  /** Let proposals change `.github/workflows`. Default: false. */
  readonly allowWorkflows?: boolean | undefined
  /** Default: `tideway <sync@tideway.dev>`. */
  readonly author?: GitHubAuthor | undefined
  /** How long to wait for what was just made to become visible, in milliseconds; default: 1000. */
  readonly settleMs?: number | undefined
}

/** Options with every default filled in; `base` is still open. */
export interface ResolvedGitHubOptions {
  readonly owner: string
  readonly repo: string
  readonly environment: string
  readonly branch: string
  readonly base: string | undefined
  readonly token: string | undefined
  readonly app: GitHubApp | undefined
  readonly signed: boolean
  readonly octokit: GitHubClient | undefined
  readonly baseUrl: string
  readonly throttle: boolean
  readonly folder: string
  readonly git: GitBackend | undefined
  readonly allowWorkflows: boolean
  readonly author: GitHubAuthor
  readonly settleMs: number
}

/** The identity of tideway's commits where no other is given. */
export const defaultAuthor: GitHubAuthor = { name: 'tideway', email: 'sync@tideway.dev' }

const isClient = (value: unknown): boolean =>
  value !== null &&
  (typeof value === 'object' || typeof value === 'function') &&
  'request' in value &&
  'graphql' in value

const signatureText = z.string().regex(/^[^<>\n]+$/, 'must not be empty or hold < or >')

/** The form of a {@link GitHubAuthor}. */
export const signature: z.ZodType<GitHubAuthor> = z.strictObject({
  name: signatureText,
  email: signatureText,
})

const gitBackend: z.ZodType<GitBackend> = z.strictObject({
  directory: z.string().min(1),
  remote: z.string().regex(/^[^-]/, 'must not be empty or begin with -'),
})

const githubApp: z.ZodType<GitHubApp> = z.strictObject({
  id: z.string().min(1),
  privateKey: z.string().min(1),
  installation: z.int().positive().optional(),
})

const schema = z.strictObject({
  repository: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9-_]*\/[A-Za-z0-9_.-]+$/, 'must have the form owner/name'),
  environment: environmentName,
  base: z.string().min(1).optional(),
  token: z.string().min(1).optional(),
  app: githubApp.optional(),
  signed: z.boolean().optional(),
  octokit: z.custom<GitHubClient>(isClient, 'must be an Octokit').optional(),
  baseUrl: z.url({ protocol: /^https?$/ }).default('https://api.github.com'),
  throttle: z.boolean().default(true),
  folder: z
    .string()
    .transform((path) => path.replace(/\/+$/, ''))
    .default(''),
  git: gitBackend.optional(),
  allowWorkflows: z.boolean().default(false),
  author: signature.default(defaultAuthor),
  settleMs: z.int().nonnegative().default(1000),
})

/** Checks options and fills in defaults; throws a `TidewayError` that names what is wrong. */
export function resolveGitHubOptions(options: GitHubOptions): ResolvedGitHubOptions {
  const parsed = schema.safeParse(options)
  if (!parsed.success) {
    throw new TidewayError({
      code: 'TIDEWAY_CONFIG_INVALID',
      message: `the options of GitHub are wrong: ${z.prettifyError(parsed.error).replaceAll('\n', ' ')}`,
      next: 'correct them',
    })
  }
  const { repository, base, token, app, octokit, baseUrl, git, ...rest } = parsed.data
  const [owner = '', repo = ''] = repository.split('/')
  const branch = `sync/${rest.environment}`
  const isApp = app !== undefined || token?.startsWith('ghs_') === true
  const credential = { token, app, octokit, signed: rest.signed ?? isApp }
  return { ...rest, ...credential, owner, repo, branch, base, git, baseUrl: baseUrl.replace(/\/+$/, '') }
}
