/** How much one run may do to one environment. */
export interface Limits {
  /** Units that a run may update; creations do not count. Default: 20. */
  readonly updates: number
  /** Resources that a run may delete; more are held. Default: 0. */
  readonly deletes: number
}

/** What holds where nothing is said. */
export const defaultLimits: Limits = { updates: 20, deletes: 0 }
