import { InvalidArgumentError } from 'commander'

const unitsMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** Reads a duration such as `90s`, `10m`, `2h` or `1d`, in milliseconds. */
export function parseDuration(word: string): number {
  const [, count = '', unit = ''] = /^(\d{1,6})([smhd])$/.exec(word) ?? []
  const unitMs = unitsMs[unit]
  if (unitMs === undefined) throw new InvalidArgumentError('expected a duration such as 90s, 10m, 2h or 1d.')
  return Number(count) * unitMs
}
