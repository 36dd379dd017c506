import { InvalidArgumentError } from 'commander'

const day = 24 * 60 * 60 * 1000
const units: Readonly<Record<string, number>> = { m: 60 * 1000, h: day / 24, d: day, w: 7 * day }

/** Reads `30d`, `12h`, `2w` or `90m` before `now`, or an ISO 8601 date or time; answers milliseconds since 1970. */
export function parseSince(word: string, now: number): number {
  const [, amount, unit = ''] = /^(\d{1,6})([mhdw])$/.exec(word) ?? []
  const length = units[unit]
  if (amount !== undefined && length !== undefined) return now - Number(amount) * length
  const time = /^\d{4}-\d{2}-\d{2}(?:T.+(?:Z|[+-]\d{2}:?\d{2}))?$/.test(word) ? Date.parse(word) : Number.NaN
  if (Number.isNaN(time))
    throw new InvalidArgumentError('expected 30d, 12h, 2w, or a date such as 2026-11-01.')
  return time
}
