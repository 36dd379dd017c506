import { TidewayError } from '../errors/tideway-error.ts'

/** The error for something that exists but could not be read. */
export function unreadable(endpoint: string, what: string, cause?: unknown): TidewayError {
  return new TidewayError({
    code: 'TIDEWAY_UNREADABLE',
    message: `${endpoint} could not read ${what}`,
    next: 'repair it and run again; nothing was written, since unreadable is never taken for absent',
    cause,
  })
}
