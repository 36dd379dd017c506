import type { Tree } from '@tideway/core'

/** A value as a text that equal values share: changes that want the same of one setting are one edit. */
export function nameValue(value: Tree): string {
  return JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? `${item}n` : item)) ?? ''
}
