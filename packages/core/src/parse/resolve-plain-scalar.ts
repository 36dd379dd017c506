const words: ReadonlyMap<string, null | boolean | number> = new Map<string, null | boolean | number>([
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map(
    (word) => [word, true] as const,
  ),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map(
    (word) => [word, false] as const,
  ),
  ...['.nan', '.NaN', '.NAN'].map((word) => [word, Number.NaN] as const),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map(
    (word) => [word, Number.POSITIVE_INFINITY] as const,
  ),
  ...['-.inf', '-.Inf', '-.INF'].map((word) => [word, Number.NEGATIVE_INFINITY] as const),
])

/** `false`; what is longer and begins with a letter is never anything but a text. */
export const longestWord = 5

const prefixedInteger = /^(0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+)$/
const octalInteger = /^0[0-7]+$/
const decimalInteger = /^(0|[1-9][0-9]*)$/
const float = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/
// So many digits are never past 2^53.
const safeDigits = 15
const largestUnsigned = 2n ** 64n - 1n

/**
 * The value of an unquoted, untagged scalar as Kubernetes reads it (sigs.k8s.io/yaml, which is go-yaml 2):
 * the booleans of YAML 1.1, integers by Go's base-0 rules with `_` removed, floats, null; no sexagesimals, and
 * timestamps stay strings. Integers past 2^53 are bigint; past 64 bits digits are a float there, too, and the rest text.
 */
export function resolvePlainScalar(text: string): null | boolean | number | bigint | string {
  const word = text.length <= longestWord ? words.get(text) : undefined
  if (word !== undefined) return word
  if (!mayBeginNumber(text.charCodeAt(0))) return text
  if (text.startsWith('.')) return resolveFloat(text) ?? text
  if (text.length <= safeDigits && decimalInteger.test(text)) return Number(text)
  const digits = text.replaceAll('_', '')
  return resolveInteger(digits) ?? resolveFloat(digits) ?? text
}

// A digit, `+`, `-` or `.`; two of the characters between them begin none, and are sorted out later.
function mayBeginNumber(first: number): boolean {
  return first >= 0x2b && first <= 0x39
}

function resolveInteger(text: string): number | bigint | undefined {
  const unsigned = text.replace(/^[-+]/, '')
  const size = unsignedInteger(unsigned)
  if (size === undefined) return undefined
  const value = text.startsWith('-') ? -size : size
  const largest = unsigned === text ? largestUnsigned : 2n ** 63n - 1n
  if (value > largest || value < -(2n ** 63n)) return undefined
  return Number.isSafeInteger(Number(value)) ? Number(value) : value
}

function unsignedInteger(text: string): bigint | undefined {
  if (decimalInteger.test(text)) return BigInt(text)
  if (octalInteger.test(text)) return BigInt(`0o${text.slice(1)}`)
  return prefixedInteger.test(text) ? BigInt(text.toLowerCase()) : undefined
}

function resolveFloat(text: string): number | undefined {
  if (!float.test(text)) return undefined
  const value = Number(text)
  // Go calls a float beyond the range of 64 bits an error, and then takes the text for a string.
  return Number.isFinite(value) ? value + 0 : undefined
}
