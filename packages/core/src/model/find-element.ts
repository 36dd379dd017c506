import type { Json } from './json.ts'
import { matchesSegment, parseKeyedSegment } from './keyed-segment.ts'

/** Where in a list a path segment points: at an element, behind the last, or at nothing that can be told. */
export type ElementPlace =
  | { readonly kind: 'found'; readonly index: number }
  | { readonly kind: 'behind' }
  | { readonly kind: 'none'; readonly reason: string }

/** Finds the list element that a segment names, `[name=app]` or a decimal index. */
export function findElement(list: readonly Json[], segment: string): ElementPlace {
  if (/^(0|[1-9][0-9]{0,8})$/.test(segment)) {
    const index = Number(segment)
    if (index < list.length) return { kind: 'found', index }
    return index === list.length ? { kind: 'behind' } : { kind: 'none', reason: 'the list is shorter' }
  }
  if (parseKeyedSegment(segment) === undefined) {
    return { kind: 'none', reason: 'a list element is named by its keys or its index' }
  }
  const index = list.findIndex((element) => matchesSegment(element, segment))
  if (index < 0) return { kind: 'behind' }
  const isOnly = !list.slice(index + 1).some((element) => matchesSegment(element, segment))
  return isOnly ? { kind: 'found', index } : { kind: 'none', reason: 'several elements have these keys' }
}
