import { type FieldPath, getField, isJsonList, parseUnit, type ResourceKey, type Tree } from '@tideway/core'
import { isMap, isScalar, isSeq, parseAllDocuments, Scalar } from 'yaml'

/** Where a scalar stands in a text, quotes included. */
export interface ScalarRange {
  readonly start: number
  readonly end: number
  readonly quote: '' | '"' | "'"
}

/**
 * Finds the text of a field that is a scalar on one line. Undefined for everything else: maps, lists, blocks,
 * aliases, items of a List, and what a merge key brings.
 */
export function locateScalar(text: string, resource: ResourceKey, path: FieldPath): ScalarRange | undefined {
  const parsed = parseUnit(text)
  if (parsed.kind === 'invalid') return undefined
  const found = parsed.resources.findIndex(({ key }) => key === resource)
  const documents = [
    ...parseAllDocuments(text, { schema: 'failsafe', uniqueKeys: false, logLevel: 'silent' }),
  ]
    .map(({ contents }) => contents)
    .filter((contents) => isMap(contents))
  // With a List among them, documents and resources are not the same.
  if (documents.length !== parsed.resources.length) return undefined
  let node: unknown = documents[found]
  let value: Tree = parsed.resources[found]?.value
  for (const segment of path) {
    node = childNode(node, value, segment)
    value = getField(value, [segment])
  }
  return isScalar(node) ? rangeOf(node, text) : undefined
}

function childNode(node: unknown, value: Tree, segment: string): unknown {
  if (isMap(node)) {
    return node.items.find(({ key }) => isScalar(key) && key.value === segment)?.value
  }
  if (!isSeq(node) || !isJsonList(value)) return undefined
  const element = getField(value, [segment])
  if (element === undefined) return undefined
  const index = /^\d+$/.test(segment) ? Number(segment) : value.indexOf(element)
  return node.items[index]
}

function rangeOf(node: Scalar, text: string): ScalarRange | undefined {
  const quote = quotes.get(node.type ?? '')
  if (quote === undefined || !node.range || node.tag !== undefined) return undefined
  const [start, end] = node.range
  return text.slice(start, end).includes('\n') ? undefined : { start, end, quote }
}

const quotes: ReadonlyMap<string, ScalarRange['quote']> = new Map([
  [Scalar.PLAIN, ''],
  [Scalar.QUOTE_DOUBLE, '"'],
  [Scalar.QUOTE_SINGLE, "'"],
])
