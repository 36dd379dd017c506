import { AdapterError, type AdapterErrorKind } from '../../errors/adapter-error.ts'

/** The credential that wrong endpoints give away. */
export const secret: string = 'tok/en+1'

/** An error of an endpoint that is wrong. */
export function toError(kind: AdapterErrorKind, cause?: unknown): AdapterError {
  return new AdapterError({ kind, endpoint: 'wrong', message: 'it failed', next: 'run again', cause })
}

/** The same failure under another kind; only `aborted` stays. */
export function mislabel(error: unknown): unknown {
  if (!AdapterError.isInstance(error) || error.kind === 'aborted') return error
  return toError('unsupported')
}

/** The same error, with a credential in its cause. */
export function leak(error: unknown): unknown {
  if (!AdapterError.isInstance(error)) return error
  return toError(error.kind, new Error(`GET / authorization: Bearer ${secret}`))
}

/** What `run` answers, with its errors changed. */
export async function rethrow<Answer>(
  run: () => Promise<Answer>,
  change: (error: unknown) => unknown,
): Promise<Answer> {
  return run().catch((error: unknown) => {
    throw change(error)
  })
}
