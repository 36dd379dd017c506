import { TidewayError } from '@tideway/core'

/** The error for a source that cannot be rendered: which file, which line, why, and the way out. */
export function renderFailed(
  place: { readonly path: string; readonly line?: number | undefined },
  what: string,
  next: string,
  cause?: unknown,
): TidewayError {
  const line = place.line === undefined ? '' : `, line ${place.line}`
  return new TidewayError({
    code: 'TIDEWAY_RENDER_FAILED',
    message: `${place.path}${line}: ${what}`,
    next,
    cause,
  })
}
