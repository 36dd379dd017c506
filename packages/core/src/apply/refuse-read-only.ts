import type { Call } from '../contract/call.ts'
import { TidewayError } from '../errors/tideway-error.ts'

/** Throws `TIDEWAY_READ_ONLY` in a run that may only read; `what` is the write that it would be. */
export function refuseReadOnly(call: Call, what: string): void {
  if (!call.readOnly) return
  throw new TidewayError({
    code: 'TIDEWAY_READ_ONLY',
    message: `${what}, and this run may only read`,
    next: 'unset TIDEWAY_READ_ONLY or set the environment’s mode to propose or write; --dry-run shows what would be done',
  })
}
