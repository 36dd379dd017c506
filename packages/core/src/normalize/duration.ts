const units: ReadonlyMap<string, bigint> = new Map([
  ['ns', 1n],
  ['us', 1_000n],
  ['µs', 1_000n],
  ['μs', 1_000n],
  ['ms', 1_000_000n],
  ['s', 1_000_000_000n],
  ['m', 60_000_000_000n],
  ['h', 3_600_000_000_000n],
])
const syntax = /^[+-]?(?:\d+(?:\.\d*)?(?:ns|us|µs|μs|ms|s|m|h)|\.\d+(?:ns|us|µs|μs|ms|s|m|h))+$/
const longest = 200

/**
 * Reads a duration as Go's `time.ParseDuration` does (metav1.Duration), in nanoseconds; what is finer is cut off.
 * Undefined for text that is no duration.
 */
export function parseDuration(text: string): bigint | undefined {
  if (text === '0' || text === '+0' || text === '-0') return 0n
  if (text.length > longest || !syntax.test(text)) return undefined
  let sum = 0n
  for (const [, whole = '', fraction = '', unit = ''] of text.matchAll(
    /(\d*)(?:\.(\d*))?(ns|us|µs|μs|ms|s|m|h)/g,
  )) {
    const size = units.get(unit) ?? 0n
    sum += BigInt(whole || '0') * size
    sum += (BigInt(fraction || '0') * size) / 10n ** BigInt(fraction.length)
  }
  return text.startsWith('-') ? -sum : sum
}
