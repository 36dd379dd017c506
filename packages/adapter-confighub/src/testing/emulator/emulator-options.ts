import type { TextMap } from './state.ts'

/** What an account may do: `view` gets 403 for every write. */
export type Access = 'edit' | 'view'

/** A worker: ConfigHub's service account, which logs in with id and secret. */
export interface EmulatedWorker {
  /** A UUID, as on the server, where a slug is refused. */
  readonly id: string
  readonly secret: string
  /** The user that its revisions are recorded under. */
  readonly email: string
  /** UserID in revisions; derived from the email where absent. */
  readonly userId?: string
  readonly access?: Access
}

/** A person, with a fixed bearer token for requests over HTTP. */
export interface EmulatedPerson {
  readonly email: string
  readonly token?: string
  readonly userId?: string
  readonly access?: Access
}

/** A unit as a trigger sees it. */
export interface TriggerUnit {
  readonly space: string
  readonly slug: string
  readonly labels: TextMap
  readonly annotations: TextMap
}

/** A validating trigger: takes a unit and its text, returns the names of the gates that it closes. */
export type Validator = (unit: TriggerUnit, text: string) => readonly string[]

/** A mutating trigger: takes a unit and its text, returns the changed text, or undefined to leave it. */
export type Trigger = (unit: TriggerUnit, text: string) => string | undefined

/** Brings a unit's text to its target, on an older server: it runs, nobody has fetched it yet, or why it cannot. */
export type Bridge = (unit: TriggerUnit, text: string) => 'live' | 'away' | { readonly failure: string }

/** Options of the emulator. A switch stands for a fact that is not established of the real server. */
export interface ConfigHubEmulatorOptions {
  /** Programs that may sign in. Default: none. */
  readonly workers?: readonly EmulatedWorker[]
  /** People who may sign in. Default: none. */
  readonly people?: readonly EmulatedPerson[]
  /** A directory that keeps the state over restarts. Absent: in memory. */
  readonly data?: string
  /** The clock. Absent: one that begins at 2026-01-01T00:00:00Z and goes on by a second at every look. */
  readonly now?: () => Date
  /**
   * Seconds until an access token expires (its JWT `exp`), by the emulator's clock. Default: ten years, so
   * that a client on the system clock does not take tokens of the default clock for expired.
   */
  readonly tokenLifetimeSeconds?: number
  /**
   * `bytes`: a current server, with configuration beside the unit, conditional on its hash. `document`: an older
   * one, whose units and revisions carry `Data` in base64 and whose lists come in one piece. Default `bytes`.
   */
  readonly generation?: 'bytes' | 'document'
  /** Whether an older server tells DataHash; the oldest tell a CRC32 only. Default true. */
  readonly documentHashes?: boolean
  /**
   * What an older server makes of `PUT` with changed `Data`: `require`: 409 unless `revision_id` names the head;
   * `ignore`: only `Version` counts; `restore`: `revision_id` restores that revision, and the data are dropped.
   * Default `require`.
   */
  readonly putRevisionId?: 'require' | 'ignore' | 'restore'
  /** Whether an older server leaves empty `Data` out of its answers. Default false. */
  readonly omitEmptyData?: boolean
  /** What `ConfigHub-Version` and `GET /api/info` say. Default `v0.4.21`, and `v0.2.34` of an older server. */
  readonly serverVersion?: string
  /**
   * Triggers, run in this order after every change of a text; each change of theirs is a `Resolve` revision. Default:
   * none.
   */
  readonly triggers?: readonly Trigger[]
  /** Validating triggers: what they name are gates, and on current servers validation errors too. Default: none. */
  readonly validators?: readonly Validator[]
  /** Whether a new unit belongs to the target of its space at once. Default false. */
  readonly targetNewUnits?: boolean
  /** The bridge worker of an older server. Default: everything is live as soon as it is applied. */
  readonly bridge?: Bridge
  /** The status of a write that does not fit the open ChangeSet of its unit. Default 409. */
  readonly changeSetStatus?: 409 | 422
  /** How many reads of a unit still see the gate `awaiting/triggers` before its triggers run. Default 0. */
  readonly triggerDelayReads?: number
  /**
   * Whether creating a unit makes an empty revision 1, so that content lands on 2 (newer servers). Otherwise a
   * new unit has no revision, and content lands on 1. Default true, and false for an older server.
   */
  readonly emptyStartRevision?: boolean
  /** Whether pages are shorter than asked for, some of them empty, the last one too. Default false. */
  readonly shortPages?: boolean
  /** The page size where a request names no `limit`. Default: everything at once. */
  readonly defaultPageSize?: number
  /** What becomes of a `limit` above 1000: a 400, or a page of 1000. Default `refuse`. */
  readonly oversizedLimit?: 'refuse' | 'clamp'
  /** Whether ETags are weak: `W/"<hash>"`. Default false. */
  readonly weakETags?: boolean
  /** Whether a weak tag in `If-Match` is compared by its hash; otherwise it never matches. Default true. */
  readonly acceptWeakIfMatch?: boolean
  /** Whether PATCH answers 409 where the body names a `Version` other than the current one. Default false. */
  readonly patchChecksVersion?: boolean
  /** Whether `GET /api/info` wants a token. Default false. */
  readonly infoRequiresToken?: boolean
}
