/**
 * One thing that is to be known of an environment. `blocked` and `held` are what a publish would run into, `publish-due`
 * and `sync-due` what the flows have to do; `drifted`: edited in the cluster; `behind` and `diverged`: the commit that
 * was looked from is not the newest run's, or does not follow it.
 */
export interface EnvironmentState {
  readonly kind:
    | 'blocked'
    | 'held'
    | 'locked'
    | 'publish-due'
    | 'sync-due'
    | 'drifted'
    | 'behind'
    | 'diverged'
  /** Ordered by name; empty where it is about the environment as a whole. */
  readonly units: readonly string[]
  /** ISO 8601, as the store says it; absent where nobody knows. */
  readonly since?: string | undefined
  /** Ordered by name. */
  readonly by: readonly string[]
  /** For people: of a lock until when and why, of a block why, of a sync that its pull request was closed. */
  readonly detail?: string | undefined
}

/** How an environment stands, as plain data. */
export interface StatusReport {
  readonly environment: string
  readonly commit: string
  /** Empty: Git and ConfigHub are in step. The most urgent first. */
  readonly states: readonly EnvironmentState[]
  readonly unitCount: number
  readonly notes: readonly string[]
}
