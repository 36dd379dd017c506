import { z } from 'zod'
import type {
  EmulatedApp,
  GitHubAccount,
  GitHubBeliefs,
  GitHubEmulatorOptions,
  GitHubLag,
  GitHubLimits,
  GitHubSettings,
} from './emulator-options.ts'

/** An account with every default filled in. */
export type Account = Required<Omit<GitHubAccount, 'repositories'>> & {
  readonly repositories: readonly string[] | 'all'
}

/** An app with the account that it acts as. */
export type App = EmulatedApp & { readonly id: number; readonly account: Account }

/** What all repositories of one emulator share: resolved options, accounts, the clock. */
export type World = {
  readonly tokens: ReadonlyMap<string, Account>
  readonly apps: ReadonlyMap<string, App>
  /** Tokens of installations by text, and when they end in milliseconds since 1970. */
  readonly installationTokens: Map<string, { readonly account: Account; readonly endsAt: number }>
  /** Everybody who has a token. */
  readonly accounts: readonly Account[]
  readonly anonymousRead: boolean
  readonly graphql: boolean
  readonly settings: GitHubSettings
  readonly beliefs: GitHubBeliefs
  readonly lag: GitHubLag
  readonly limits: GitHubLimits
  /** The time now, as GitHub writes it: UTC with whole seconds. */
  now(): string
  /** The account with a login; one that is not known is made up as a person without rights. */
  account(login: string): Account
}

const count = z.int().nonnegative()
const optionsSchema = z.strictObject({
  tokens: z.record(
    z.string().min(1),
    z.strictObject({
      login: z.string().min(1),
      name: z.string().optional(),
      email: z.string().optional(),
      kind: z.enum(['User', 'Bot']).optional(),
      permission: z.enum(['read', 'write']),
      repositories: z.array(z.string()).readonly().optional(),
    }),
  ),
  apps: z
    .record(
      z.string().regex(/^\d+$/),
      z.strictObject({
        slug: z.string().min(1),
        publicKey: z.string().min(1),
        repositories: z.array(z.string()).readonly(),
        permission: z.enum(['read', 'write']),
      }),
    )
    .default({}),
  repositories: z.array(z.string()).readonly().default([]),
  directory: z.string().optional(),
  anonymousRead: z.boolean().default(false),
  graphql: z.boolean().default(true),
  clock: z.custom<() => Date>((value) => typeof value === 'function').optional(),
  settings: z
    .strictObject({
      allowAutoMerge: z.boolean().default(false),
      requiredChecks: z.array(z.string()).readonly().default([]),
    })
    .prefault({}),
  beliefs: z
    .strictObject({
      writeRefusal: z.enum(['forbidden', 'not-found']).default('forbidden'),
      customRefs: z.enum(['accepted', 'refused']).default('accepted'),
      staleRefType: z.string().default('STALE_DATA'),
      emptiedPull: z.enum(['closed', 'open']).default('closed'),
      missingDeletion: z.enum(['refused', 'ignored']).default('refused'),
      pullBase: z.enum(['frozen', 'follows']).default('frozen'),
      protectedRef: z.enum(['explained', 'silent']).default('explained'),
      pushedAutoMerge: z.enum(['kept', 'ended']).default('kept'),
      signedCommitter: z.enum(['github', 'app']).default('github'),
    })
    .prefault({}),
  lag: z
    .strictObject({ listReads: count.default(0), labelTries: count.default(0), nodeTries: count.default(0) })
    .prefault({}),
  limits: z
    .strictObject({
      requests: count.default(5000),
      blobBytes: count.default(40 * 1024 * 1024),
      blobTextBytes: count.default(512_000),
      bodyCharacters: count.default(65_536),
      treeEntries: count.default(100_000),
      treeRequestEntries: count.default(Number.MAX_SAFE_INTEGER),
      treeRequestBytes: count.default(Number.MAX_SAFE_INTEGER),
      treeRequestFailure: z.enum(['bad-gateway', 'timed-out']).default('bad-gateway'),
    })
    .prefault({}),
})

const createTickingClock = (): (() => Date) => {
  let time = Date.UTC(2026, 0, 1)
  return () => {
    time += 1000
    return new Date(time)
  }
}

const completeAccount = (account: GitHubAccount): Account => ({
  login: account.login,
  name: account.name ?? account.login,
  email: account.email ?? `${account.login}@users.noreply.github.com`,
  kind: account.kind ?? 'User',
  permission: account.permission,
  repositories: account.repositories ?? 'all',
})

const actAs = (id: string, { slug, permission, repositories }: EmulatedApp): Account =>
  completeAccount({
    login: `${slug}[bot]`,
    email: `${id}+${slug}[bot]@users.noreply.github.com`,
    kind: 'Bot',
    permission,
    repositories,
  })

/** Checks options and fills in every default; throws a ZodError for options that are wrong or unknown. */
export const createWorld = (options: GitHubEmulatorOptions): World => {
  const parsed = optionsSchema.parse(options)
  const clock = parsed.clock ?? createTickingClock()
  const tokens = new Map(
    Object.entries(options.tokens).map(([token, account]) => [token, completeAccount(account)]),
  )
  const apps = new Map(
    Object.entries(parsed.apps).map(([id, app]) => [id, { ...app, id: Number(id), account: actAs(id, app) }]),
  )
  const accounts = [...tokens.values(), ...[...apps.values()].map(({ account }) => account)]
  const byLogin = new Map(accounts.map((account) => [account.login, account]))
  return {
    tokens,
    apps,
    installationTokens: new Map(),
    accounts,
    anonymousRead: parsed.anonymousRead,
    graphql: parsed.graphql,
    settings: parsed.settings,
    beliefs: parsed.beliefs,
    lag: parsed.lag,
    limits: parsed.limits,
    now: () =>
      clock()
        .toISOString()
        .replace(/\.\d+Z$/, 'Z'),
    account: (login) => byLogin.get(login) ?? completeAccount({ login, permission: 'read' }),
  }
}
