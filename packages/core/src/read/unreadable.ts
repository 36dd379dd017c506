import { TidewayError } from '../errors/tideway-error.ts'

/** The error for something that exists but could not be read; a cause that is known is told with its own way out. */
export function unreadable(endpoint: string, what: string, cause?: unknown): TidewayError {
  const known = TidewayError.isInstance(cause) ? cause : undefined
  // Adapters begin what they say with their own name.
  const why = known?.problem.replace(`${endpoint}: `, '')
  return new TidewayError({
    code: 'TIDEWAY_UNREADABLE',
    message: `${endpoint} could not read ${what}${why === undefined ? '' : `: ${why}`}`,
    next: `${known?.next ?? 'repair it and run again'}; nothing was written, since unreadable is never taken for absent`,
    cause,
  })
}
