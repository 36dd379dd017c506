const firstDelayMs = 200
const longestDelayMs = 10_000

/** The wait before a repetition, 0 the first: full jitter over a bound that doubles (AWS architecture blog, 2015). */
export function backoffDelay(repetition: number, random: () => number): number {
  return Math.round(random() * Math.min(longestDelayMs, firstDelayMs * 2 ** repetition))
}

/** Reads `Retry-After` (RFC 9110, 10.2.3), in seconds or as a date, into milliseconds from now. */
export function readRetryAfter(header: string | null, now: number): number | undefined {
  if (header === null) return undefined
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000
  const date = Date.parse(header)
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}
