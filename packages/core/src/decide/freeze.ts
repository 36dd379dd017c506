import type { DecidedChange } from './decide-change.ts'

/** A time in which nothing is written to an environment. */
export interface FreezeWindow {
  /** ISO 8601 with an offset or `Z`; the first moment of the window. */
  readonly from: string
  /** ISO 8601 with an offset or `Z`; the first moment after it. */
  readonly until: string
  /** Why; people get to read it. */
  readonly reason: string
}

/** The window that holds at a time in milliseconds since 1970; of several, the one that ends last. */
export function findFreeze(windows: readonly FreezeWindow[], now: number): FreezeWindow | undefined {
  return windows
    .filter(({ from, until }) => Date.parse(from) <= now && now < Date.parse(until))
    .toSorted((a, b) => Date.parse(b.until) - Date.parse(a.until))[0]
}

/** Holds whatever would be written, forced or not, while an environment is frozen. */
export function freezeChanges(
  decided: readonly DecidedChange[],
  freeze: FreezeWindow | undefined,
): readonly DecidedChange[] {
  if (freeze === undefined) return decided
  return decided.map((item) =>
    item.verdict === 'take'
      ? {
          change: item.change,
          verdict: 'hold',
          rule: 'freeze',
          reason: `frozen until ${freeze.until}: ${freeze.reason}`,
          beat: [item.rule, ...item.beat],
        }
      : item,
  )
}
