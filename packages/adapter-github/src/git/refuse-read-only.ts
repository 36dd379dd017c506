import { type Call, TidewayError } from '@tideway/core'

/** Throws a `TidewayError` (`TIDEWAY_READ_ONLY`) before a write in a run that may only read. */
export function refuseReadOnly({ readOnly }: Call, endpoint: string): void {
  if (!readOnly) return
  throw new TidewayError({
    code: 'TIDEWAY_READ_ONLY',
    message: `${endpoint} would be written to, and this run may only read`,
    next: 'unset TIDEWAY_READ_ONLY, or set the environment’s mode to propose or write',
  })
}
