import type { Annotations } from '../contract/unit-ref.ts'

/** The annotation of a unit that keeps publishes away until a time. */
export const lockAnnotation = 'tideway.dev/lock'

/** Who keeps a unit from being published, until when, and why. */
export interface UnitLock {
  /** ISO 8601 in UTC; from then on the lock is nothing. */
  readonly until: string
  /** One word. */
  readonly who: string
  readonly reason: string
}

/** What the lock annotation of a unit says; `unreadable` counts as locked, since somebody meant something by it. */
export type LockState =
  | { readonly kind: 'none' }
  | { readonly kind: 'locked' | 'expired'; readonly lock: UnitLock }
  | { readonly kind: 'unreadable'; readonly text: string }

/** Writes a lock as the annotation's value: `<until> <who> <reason>`. */
export function formatLock({ until, who, reason }: UnitLock): string {
  return [until, who.replaceAll(/\s+/g, '-'), reason.replaceAll(/\s+/g, ' ').trim()].join(' ').trim()
}

/** Reads a unit's lock as it stands at a time, in milliseconds since 1970. */
export function readLock(annotations: Annotations | undefined, now: number): LockState {
  const text = annotations?.[lockAnnotation]
  if (text === undefined || text === '') return { kind: 'none' }
  const [, until = '', who = '', reason = ''] = /^(\S+) (\S+)(?: (.*))?$/s.exec(text) ?? []
  const end = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/.test(until)
    ? Date.parse(until)
    : Number.NaN
  if (Number.isNaN(end)) return { kind: 'unreadable', text }
  return { kind: now < end ? 'locked' : 'expired', lock: { until, who, reason } }
}

/** A lock in words: `until … by olga: black friday`. */
export function describeLock({ until, who, reason }: UnitLock): string {
  return `until ${until} by ${who}${reason === '' ? '' : `: ${reason}`}`
}
