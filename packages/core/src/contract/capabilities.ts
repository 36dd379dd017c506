/**
 * What an endpoint can do beyond the interfaces that it has, fixed for the endpoint's life.
 * Where one is false, suites run the negative case.
 */
export interface Capabilities {
  /**
   * Writes are refused when the store has moved on since it was read. Default: true. An endpoint that declares false
   * still tells the truth of every write; flows refuse to write to it unless they are told to write unconditionally.
   */
  readonly conditionalWrites: boolean
  /**
   * Units can carry annotations. Default: true. Where it is false, `annotate` is refused as `unsupported`, and so is a
   * create or update that brings annotations.
   */
  readonly annotations: boolean
  /** A removed unit can be told from one that never was, and be brought back. Default: true. */
  readonly withdraw: boolean
  /** The record of a unit can be removed for good. Default: true. */
  readonly purge: boolean
}

/** The capabilities of an endpoint that can do everything. */
export const fullCapabilities: Capabilities = {
  conditionalWrites: true,
  annotations: true,
  withdraw: true,
  purge: true,
}
