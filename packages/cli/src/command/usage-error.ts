import { TidewayError } from '@tideway/core'

/** The error for a command line that makes no sense; exit code 64. */
export function usageError(message: string, next = 'see tideway --help'): TidewayError {
  return new TidewayError({ code: 'TIDEWAY_USAGE', message, next })
}
