import { AdapterError, type AdapterErrorKind, type RevisionToken, type WriteOutcome } from '@tideway/core'
import { wayOut } from '../http/map-status.ts'
import type { SpaceAccess } from '../space-access.ts'

// After these, the next write would fail alike.
const ends: readonly AdapterErrorKind[] = ['aborted', 'unauthorized', 'unavailable', 'rate-limited']

/** Tells whether a failure concerns every further write, not only the one that met it. */
export function endsRun(error: AdapterError): boolean {
  return ends.includes(error.kind)
}

/** The outcome of a write whose request failed; `effect` tells whether it may have been carried out. */
export function failedOutcome(key: string, error: AdapterError, effect: 'none' | 'possible'): WriteOutcome {
  if (effect === 'possible') return { kind: 'unknown', key, error }
  // What was there right before the write and is not found by it has just been removed.
  const raced = error.kind === 'lost-race' || error.kind === 'not-found'
  if (raced) return { kind: 'lost-race', key, error }
  return { kind: endsRun(error) ? 'not-tried' : 'refused', key, error }
}

/** The outcome of a write that came too late; `revision` is the head that it found, where there is one. */
export function lostRace(
  space: SpaceAccess,
  write: { readonly key: string; readonly ref: { readonly unit: string }; readonly expected: string },
  found: RevisionToken | undefined,
): WriteOutcome {
  const expected = write.expected === 'absent' ? 'to be absent' : `at revision ${write.expected}`
  const error = new AdapterError({
    kind: 'lost-race',
    endpoint: space.options.endpoint,
    message: `unit ${write.ref.unit} was expected ${expected} and is ${found === undefined ? 'absent' : `at revision ${found}`}`,
    next: wayOut('lost-race'),
  })
  return { kind: 'lost-race', key: write.key, error, ...(found !== undefined && { revision: found }) }
}
