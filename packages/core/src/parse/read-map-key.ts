import type { Json } from '../model/json.ts'

/** A map key as text, or why Kubernetes would not take it. */
export type MapKey =
  | { readonly kind: 'key'; readonly text: string }
  | { readonly kind: 'refused'; readonly reason: string; readonly next?: string }

/** Turns a key's value into the text that Kubernetes makes of it: `1` and `true` become `"1"` and `"true"`. */
export function readMapKey(value: Json): MapKey {
  switch (typeof value) {
    case 'string':
      return { kind: 'key', text: value }
    case 'boolean':
    case 'bigint':
      return { kind: 'key', text: String(value) }
    case 'number':
      return readNumberKey(value)
    default:
      return { kind: 'refused', reason: value === null ? 'a key is null' : 'a key is a map or a list' }
  }
}

function readNumberKey(value: number): MapKey {
  const size = Math.abs(value)
  // sigs.k8s.io/yaml formats a float key with 32 bits: past six digits it would be another number.
  const isPlain = Number.isInteger(value) || (size >= 1e-4 && size < 1e6 && significantDigits(value) <= 6)
  if (isPlain) return { kind: 'key', text: String(value) }
  return { kind: 'refused', reason: 'a key is a number that readers round', next: 'quote it' }
}

function significantDigits(value: number): number {
  return String(value).replace(/[-.]/g, '').replace(/^0+/, '').length
}
