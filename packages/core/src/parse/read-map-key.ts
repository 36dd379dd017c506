import type { Json } from '../model/json.ts'

/** A map key as text, or why Kubernetes would not take it. */
export type MapKey =
  | { readonly kind: 'key'; readonly text: string }
  | { readonly kind: 'refused'; readonly reason: string; readonly next?: string }

/**
 * Turns a key's value into the text that Kubernetes makes of it: `1` and `true` become `"1"` and `"true"`.
 * `written` is how a number is written.
 */
export function readMapKey(value: Json, written = ''): MapKey {
  switch (typeof value) {
    case 'string':
      return { kind: 'key', text: value }
    case 'bigint':
      if (value >= 2n ** 63n)
        return { kind: 'refused', reason: 'a key is a number past 63 bits', next: 'quote it' }
      return { kind: 'key', text: String(value) }
    case 'boolean':
      return { kind: 'key', text: String(value) }
    case 'number':
      return readNumberKey(value, written)
    default:
      return { kind: 'refused', reason: value === null ? 'a key is null' : 'a key is a map or a list' }
  }
}

function readNumberKey(value: number, written: string): MapKey {
  if (isInteger(value, written) || isShort(value, written)) return { kind: 'key', text: String(value) }
  return { kind: 'refused', reason: 'a key is a number that readers round', next: 'quote it' }
}

// Digits past 64 bits, and everything with a point or an exponent, is a float.
function isInteger(value: number, written: string): boolean {
  if (!Number.isSafeInteger(value)) return false
  return /^[-+]?0[xX]/.test(written) || !/[.eE]/.test(written)
}

// sigs.k8s.io/yaml formats a float key with 32 bits: past six digits it would be another number.
function isShort(value: number, written: string): boolean {
  const size = Math.abs(value)
  if (size === 0) return !written.startsWith('-')
  return size >= 1e-4 && size < 1e6 && significantDigits(value) <= 6
}

function significantDigits(value: number): number {
  return String(value).replace(/[-.]/g, '').replace(/^0+/, '').length
}
