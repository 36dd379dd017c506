/** A person or bot, and what its token may do. */
export type GitHubAccount = {
  readonly login: string
  /** Default: the login. */
  readonly name?: string
  /** Default: `<login>@users.noreply.github.com`. */
  readonly email?: string
  /** Default: `User`. */
  readonly kind?: 'User' | 'Bot'
  readonly permission: 'read' | 'write'
  /** Names (`owner/repo`) that the token sees; others answer 404. Default: all. */
  readonly repositories?: readonly string[]
}

/** A GitHub App, and where it is installed. */
export type EmulatedApp = {
  readonly slug: string
  /** PEM of the public key; its private key signs the app's requests. */
  readonly publicKey: string
  /** Names (`owner/repo`) that it is installed on. */
  readonly repositories: readonly string[]
  readonly permission: 'read' | 'write'
}

/** What the emulator believes of GitHub where it was not established; run tests under both readings. */
export type GitHubBeliefs = {
  /** How a write with a read-only token is refused: 403 or 404. Default `forbidden`. */
  readonly writeRefusal: 'forbidden' | 'not-found'
  /** Whether refs other than branches and tags can be written over the API. Default `accepted`. */
  readonly customRefs: 'accepted' | 'refused'
  /** `type` of the GraphQL error for a ref that is not at `beforeOid`. Default `STALE_DATA`. */
  readonly staleRefType: string
  /** What happens to a pull request whose branch is moved to a commit of its base. Default `closed`. */
  readonly emptiedPull: 'closed' | 'open'
  /** What `sha: null` in a new tree does for a path that is not there. Default `refused` (422). */
  readonly missingDeletion: 'refused' | 'ignored'
  /** Whether `base.sha` of a pull request follows the base branch, or only moves with the head. Default `frozen`. */
  readonly pullBase: 'frozen' | 'follows'
  /** How a write to a protected ref is refused: with the rule, or without a reason. Default `explained`. */
  readonly protectedRef: 'explained' | 'silent'
  /** Whether a push to its branch by somebody who may write leaves a pull request merging itself. Default `kept`. */
  readonly pushedAutoMerge: 'kept' | 'ended'
  /** Who commits what GitHub signs for an app: GitHub itself, or the app. Default `github`. */
  readonly signedCommitter: 'github' | 'app'
}

/** How long what was written stays invisible, counted in requests; all 0 by default. */
export type GitHubLag = {
  /** Reads of the pull request list from which a new pull request is absent. */
  readonly listReads: number
  /** Tries to label a new pull request that are refused with 422. */
  readonly labelTries: number
  /** Tries to reach a new pull request by its GraphQL id that find nothing. */
  readonly nodeTries: number
}

/** Limits, with GitHub's published values as defaults. */
export type GitHubLimits = {
  /** Requests an hour and token; default 5000. */
  readonly requests: number
  /** Bytes of a blob; default 40 MiB. */
  readonly blobBytes: number
  /** Bytes of a blob's text in GraphQL, above which it is cut and marked `isTruncated`; default 512000, not established. */
  readonly blobTextBytes: number
  /** Characters in a pull request's or comment's body; default 65536. */
  readonly bodyCharacters: number
  /** Entries of a recursive tree, above which it is cut and marked `truncated`; default 100000. */
  readonly treeEntries: number
  /** Entries and content bytes of one tree creation, above which it fails as below; default unlimited. */
  readonly treeRequestEntries: number
  readonly treeRequestBytes: number
  /** How a tree creation that is too big fails: 502, or 422 "request timed out". Default `bad-gateway`. */
  readonly treeRequestFailure: 'bad-gateway' | 'timed-out'
}

/** What the owner has set for every repository. */
export type GitHubSettings = {
  /** Whether pull requests may be told to merge themselves. Default false, as on GitHub. */
  readonly allowAutoMerge: boolean
  /** Contexts of statuses without which nothing is merged. Default: none. */
  readonly requiredChecks: readonly string[]
}

/** Who may sign in, which repositories there are, and what is believed of GitHub: what {@link createGitHubEmulator} takes. */
export type GitHubEmulatorOptions = {
  /** Accounts by token. A token that is not listed is answered with 401. */
  readonly tokens: Readonly<Record<string, GitHubAccount>>
  /** Apps by id. Their JSON web tokens are checked against `clock`. */
  readonly apps?: Readonly<Record<string, EmulatedApp>>
  /** Repositories (`owner/repo`) to make, empty, where they do not exist yet. */
  readonly repositories?: readonly string[]
  /** Where repositories and their pull requests are kept; default: a temporary folder, removed by `close()`. */
  readonly directory?: string
  /** Whether requests without a token may read. Default false. */
  readonly anonymousRead?: boolean
  /** False emulates a server without the GraphQL API (404). Default true. */
  readonly graphql?: boolean
  /** Default: starts at 2026-01-01T00:00:00Z and is one second later at every reading. */
  readonly clock?: () => Date
  readonly settings?: Partial<GitHubSettings>
  readonly beliefs?: Partial<GitHubBeliefs>
  readonly lag?: Partial<GitHubLag>
  readonly limits?: Partial<GitHubLimits>
}
