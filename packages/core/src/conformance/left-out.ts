/** What a check throws where it turns out that it has nothing to try: the runner shows it as skipped, not as passed. */
export interface LeftOut {
  readonly leftOut: string
}

/** Ends a check as left out; `reason` says why, and is reported. */
export function leaveOut(reason: string): never {
  throw { leftOut: reason } satisfies LeftOut
}

/** Tells a check that was left out from one that failed. */
export function isLeftOut(thrown: unknown): thrown is LeftOut {
  return typeof thrown === 'object' && thrown !== null && 'leftOut' in thrown
}
