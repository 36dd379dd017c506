import { deepEqual } from '../model/deep-equal.ts'
import { isJsonObject, type Json } from '../model/json.ts'
import { formatKeyedSegment } from '../model/keyed-segment.ts'

/** What becomes of an element of the old list (`from`), or which new one (`to`) is put before the old `from`. */
export type ListStep =
  | { readonly kind: 'keep'; readonly from: number; readonly to: number }
  | { readonly kind: 'remove'; readonly from: number }
  | { readonly kind: 'insert'; readonly from: number; readonly to: number }

// Past this many comparisons the elements are paired by their place: a longer edit, not a wrong one.
const mostComparisons = 250_000

/**
 * The way from one list to another: elements that stay (told by their keys, or by their value where there are
 * none) are kept with their lines, though they may change inside. Steps are in the order of the lists.
 */
export function alignLists(
  before: readonly Json[],
  after: readonly Json[],
  keys: readonly string[] | undefined,
): readonly ListStep[] {
  const isSame = (from: number, to: number) => isSameElement(before[from], after[to], keys)
  const kept =
    before.length * after.length > mostComparisons ? [] : longestCommon(before.length, after.length, isSame)
  const steps: ListStep[] = []
  let [from, to] = [0, 0]
  for (const [keptFrom, keptTo] of [...kept, [before.length, after.length] as const]) {
    while (keys === undefined && from < keptFrom && to < keptTo) {
      steps.push({ kind: 'keep', from: from++, to: to++ })
    }
    while (from < keptFrom) steps.push({ kind: 'remove', from: from++ })
    while (to < keptTo) steps.push({ kind: 'insert', from, to: to++ })
    if (keptFrom < before.length) steps.push({ kind: 'keep', from: from++, to: to++ })
  }
  return steps
}

function isSameElement(left: Json | undefined, right: Json | undefined, keys: readonly string[] | undefined) {
  if (keys === undefined || !isJsonObject(left) || !isJsonObject(right)) return deepEqual(left, right)
  return formatKeyedSegment(keys, left) === formatKeyedSegment(keys, right)
}

/** The pairs of a longest common subsequence, in order. */
function longestCommon(
  fromLength: number,
  toLength: number,
  isSame: (from: number, to: number) => boolean,
): readonly (readonly [from: number, to: number])[] {
  const lengths = Array.from({ length: fromLength + 1 }, () => new Uint32Array(toLength + 1))
  const at = (from: number, to: number) => lengths[from]?.[to] ?? 0
  const same = Array.from({ length: fromLength }, () => new Uint8Array(toLength))
  for (let from = fromLength - 1; from >= 0; from--) {
    for (let to = toLength - 1; to >= 0; to--) {
      const isPair = isSame(from, to)
      if (isPair) same[from]?.fill(1, to, to + 1)
      const longest = isPair ? at(from + 1, to + 1) + 1 : Math.max(at(from + 1, to), at(from, to + 1))
      lengths[from]?.fill(longest, to, to + 1)
    }
  }
  const pairs: (readonly [number, number])[] = []
  for (let from = 0, to = 0; from < fromLength && to < toLength; ) {
    if (same[from]?.[to] === 1) pairs.push([from++, to++])
    else if (at(from + 1, to) >= at(from, to + 1)) from++
    else to++
  }
  return pairs
}
