import { isJsonList, isJsonObject, type Tree } from './json.ts'

/** Tells whether two values are the same, whatever the order of their keys; `2` and `2n` are the same number. */
export function deepEqual(left: Tree, right: Tree): boolean {
  if (left === right) return true
  if (isJsonObject(left)) {
    if (!isJsonObject(right)) return false
    const keys = Object.keys(left)
    return (
      keys.length === Object.keys(right).length &&
      keys.every((key) => Object.hasOwn(right, key) && deepEqual(left[key], right[key]))
    )
  }
  if (isJsonList(left)) {
    return (
      isJsonList(right) &&
      left.length === right.length &&
      left.every((item, index) => deepEqual(item, right[index]))
    )
  }
  if (typeof left === 'bigint') return isSameInteger(left, right)
  return typeof right === 'bigint' && isSameInteger(right, left)
}

function isSameInteger(integer: bigint, other: Tree): boolean {
  return typeof other === 'number' && Number.isInteger(other) && BigInt(other) === integer
}
