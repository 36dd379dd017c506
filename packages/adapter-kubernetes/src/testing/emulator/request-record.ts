/** One request that an emulator saw; never its credentials. */
export interface RequestRecord {
  readonly method: string
  readonly path: string
  /** Without the question mark. */
  readonly query: string
  /** `cut` where the connection ended without an answer. */
  readonly status: number | 'cut'
}
