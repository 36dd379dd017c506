/** A Kubernetes quantity: its exact value in units of 1e-9, and the family of suffixes it is written with. */
export interface Quantity {
  readonly nano: bigint
  readonly format: 'DecimalSI' | 'BinarySI' | 'DecimalExponent'
}

const syntax = /^([+-]?)(\d*)(?:\.(\d*))?([KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+|)$/
const nanoDigits = 9
const binary = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei']
const decimal: ReadonlyMap<string, number> = new Map([
  ['n', -9],
  ['u', -6],
  ['m', -3],
  ['', 0],
  ['k', 3],
  ['M', 6],
  ['G', 9],
  ['T', 12],
  ['P', 15],
  ['E', 18],
])
const largestInteger = (2n ** 63n - 1n) * 10n ** BigInt(nanoDigits)
// No number of that many digits is meant; without a limit one exponent could fill the memory.
const longest = 1_000

/**
 * Reads a quantity as k8s.io/apimachinery `pkg/api/resource` does: finer values than 1e-9 are rounded up, away from
 * zero, and binary ones are capped at 2^63-1. Undefined for text that is no quantity.
 */
export function parseQuantity(text: string): Quantity | undefined {
  const [, sign, whole = '', fraction = '', suffix = ''] = syntax.exec(text) ?? []
  if (sign === undefined || whole + fraction === '' || text.length > longest) return undefined
  const power = binary.indexOf(suffix) + 1
  const exponent = decimal.get(suffix) ?? (power > 0 ? 0 : Number(suffix.slice(1)))
  if (!(Math.abs(exponent) < longest)) return undefined
  const digits = BigInt(whole + fraction) * 1024n ** BigInt(power)
  const size = shift(digits, exponent - fraction.length + nanoDigits)
  const isExponent = /^[eE]/.test(suffix) && suffix.length > 1
  const format = power > 0 ? 'BinarySI' : isExponent ? 'DecimalExponent' : 'DecimalSI'
  const capped = format === 'BinarySI' && size > largestInteger ? largestInteger : size
  return { nano: sign === '-' ? -capped : capped, format }
}

/**
 * Writes a quantity canonically: no fraction, the largest suffix of its family that loses nothing.
 * Binary values below 1024, or with a fraction, are written in the decimal family.
 */
export function formatQuantity({ nano, format }: Quantity): string {
  const sign = nano < 0n ? '-' : ''
  const size = nano < 0n ? -nano : nano
  if (size === 0n) return '0'
  const unit = 10n ** BigInt(nanoDigits)
  if (format === 'BinarySI' && size >= 1024n * unit && size % unit === 0n) {
    let value = size / unit
    let power = 0
    while (power < binary.length && value % 1024n === 0n) {
      value /= 1024n
      power += 1
    }
    return `${sign}${value}${binary[power - 1] ?? ''}`
  }
  for (const [suffix, exponent] of [...decimal].reverse()) {
    const step = 10n ** BigInt(exponent + nanoDigits)
    if (size % step !== 0n) continue
    const written = format === 'DecimalExponent' && exponent !== 0 ? `e${exponent}` : suffix
    return `${sign}${size / step}${format === 'DecimalExponent' ? written : suffix}`
  }
  return `${sign}${size}n`
}

// Times a power of ten; what is lost is rounded up.
function shift(digits: bigint, exponent: number): bigint {
  if (exponent >= 0) return digits * 10n ** BigInt(exponent)
  const step = 10n ** BigInt(-exponent)
  return (digits + step - 1n) / step
}
