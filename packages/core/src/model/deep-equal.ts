import { isJsonList, isJsonObject, type Json, type JsonObject, type Tree } from './json.ts'

/** Tells whether two values are the same, whatever the order of their keys; `2` and `2n` are the same number. */
export function deepEqual(left: Tree, right: Tree): boolean {
  if (left === right) return true
  if (isJsonObject(left)) return isJsonObject(right) && areEqualMaps(left, right)
  if (isJsonList(left)) return isJsonList(right) && areEqualLists(left, right)
  if (typeof left === 'bigint') return isSameInteger(left, right)
  return typeof right === 'bigint' && isSameInteger(right, left)
}

function areEqualMaps(left: JsonObject, right: JsonObject): boolean {
  const keys = Object.keys(left)
  if (keys.length !== Object.keys(right).length) return false
  for (const key of keys) {
    const value = left[key]
    const other = right[key]
    // What a map inherits is no JSON scalar, so that one is the same only as the map's own.
    if (value !== other && !(Object.hasOwn(right, key) && deepEqual(value, other))) return false
  }
  return true
}

function areEqualLists(left: readonly Json[], right: readonly Json[]): boolean {
  if (left.length !== right.length) return false
  for (let index = 0; index < left.length; index++) {
    if (!deepEqual(left[index], right[index])) return false
  }
  return true
}

function isSameInteger(integer: bigint, other: Tree): boolean {
  return typeof other === 'number' && Number.isInteger(other) && BigInt(other) === integer
}
