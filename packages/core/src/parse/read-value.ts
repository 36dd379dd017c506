import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Pair,
  type Scalar,
  type YAMLMap,
} from 'yaml'
import type { TidewayError } from '../errors/tideway-error.ts'
import { deepEqual } from '../model/deep-equal.ts'
import { isJsonList, isJsonObject, type Json, type JsonObject } from '../model/json.ts'
import { invalidYaml, type TextPlace } from './invalid-yaml.ts'
import { limitExceeded } from './limit-exceeded.ts'
import type { ParseLimits } from './parse-limits.ts'
import { readMapKey } from './read-map-key.ts'
import { readScalar } from './read-scalar.ts'

interface Anchored {
  readonly value: Json
  readonly size: number
  readonly height: number
}

interface Reading {
  readonly place: TextPlace
  readonly limits: ParseLimits
  /** By anchor name; undefined while the anchored value is still being read. */
  readonly anchors: Map<string, Anchored | undefined>
  size: number
  deepest: number
  aliased: number
}

/**
 * The value of a composed document, aliases and merge keys expanded, maps without prototype.
 * Throws a TidewayError that names the line for what Kubernetes would not read, and for exceeded limits.
 */
export function readValue(document: Document.Parsed, place: TextPlace, limits: ParseLimits): Json {
  const reading: Reading = { place, limits, anchors: new Map(), size: 0, deepest: 0, aliased: 0 }
  return readNode(document.contents, reading, 1)
}

function readNode(node: unknown, reading: Reading, depth: number): Json {
  if (!isNode(node)) return null
  if (depth > reading.limits.depth) throw exceeds('depth', startOf(node), reading)
  reading.size += 1
  if (isAlias(node)) return readAlias(node.source, startOf(node), reading, depth)
  const anchor = node.anchor
  if (anchor === undefined) return readContent(node, reading, depth)
  const { size, deepest } = reading
  reading.deepest = depth
  reading.anchors.set(anchor, undefined)
  const value = readContent(node, reading, depth)
  reading.anchors.set(anchor, { value, size: reading.size - size, height: reading.deepest - depth })
  reading.deepest = Math.max(deepest, reading.deepest)
  return value
}

function readContent(node: unknown, reading: Reading, depth: number): Json {
  reading.deepest = Math.max(reading.deepest, depth)
  if (isScalar(node)) return readScalar(node, reading.place)
  if (isSeq(node)) return node.items.map((item) => readNode(item, reading, depth + 1))
  return isMap(node) ? readMap(node, reading, depth) : null
}

function readAlias(source: string, offset: number, reading: Reading, depth: number): Json {
  const { place, limits } = reading
  const anchored = reading.anchors.get(source)
  if (anchored === undefined) {
    const what = reading.anchors.has(source)
      ? 'an alias stands inside its own anchor'
      : 'an alias has no anchor before it'
    throw invalidYaml(place, offset, what)
  }
  reading.size += anchored.size
  reading.aliased += anchored.size
  reading.deepest = Math.max(reading.deepest, depth + anchored.height)
  if (reading.aliased > limits.aliasedValues) {
    throw exceeds('aliasedValues', offset, reading)
  }
  if (reading.deepest > limits.depth) throw exceeds('depth', offset, reading)
  return anchored.value
}

function exceeds(limit: 'depth' | 'aliasedValues', offset: number, { place, limits }: Reading): TidewayError {
  return limitExceeded(place.name, limit, limits[limit], place.lines.linePos(offset).line)
}

function readMap(map: YAMLMap, reading: Reading, depth: number): JsonObject {
  const result: Record<string, Json> = Object.create(null)
  const own = new Set<string>()
  for (const pair of map.items) {
    if (isMergeKey(pair)) {
      mergeInto(result, own, pair, reading, depth)
      continue
    }
    const offset = startOf(pair.key) ?? startOf(map)
    const key = readMapKey(
      readNode(pair.key, reading, depth + 1),
      isScalar(pair.key) ? String(pair.key.value) : undefined,
    )
    if (key.kind === 'refused') throw invalidYaml(reading.place, offset, key.reason, key.next)
    if (own.has(key.text)) {
      throw invalidYaml(reading.place, offset, 'this key stands twice in its map', 'keep one of the two')
    }
    own.add(key.text)
    result[key.text] = readNode(pair.value, reading, depth + 1)
  }
  return result
}

function isMergeKey(pair: Pair): boolean {
  return isScalar(pair.key) && pair.key.value === '<<' && isMergeScalar(pair.key)
}

function isMergeScalar(key: Scalar): boolean {
  return key.tag === 'tag:yaml.org,2002:merge' || (key.tag === undefined && key.type === 'PLAIN')
}

function mergeInto(
  result: Record<string, Json>,
  own: ReadonlySet<string>,
  pair: Pair,
  reading: Reading,
  depth: number,
): void {
  const offset = startOf(pair.value) ?? startOf(pair.key)
  const value = readNode(pair.value, reading, depth + 1)
  const sources = isJsonList(value) ? value : [value]
  const merged: Record<string, Json> = Object.create(null)
  for (const source of sources) {
    if (!isJsonObject(source)) throw invalidYaml(reading.place, offset, 'a merge key takes maps only')
    for (const [key, item] of Object.entries(source)) if (!Object.hasOwn(merged, key)) merged[key] = item
  }
  for (const [key, item] of Object.entries(merged)) {
    if (own.has(key) && !deepEqual(result[key], item)) {
      // go-yaml 2 lets the merged value win here, go-yaml 3 and the YAML standard the one written out.
      const what = 'a merge key brings a key that is set above it, and readers disagree which one holds'
      throw invalidYaml(reading.place, offset, what, 'put the merge key first in its map')
    }
    result[key] = item
  }
}

function startOf(node: unknown): number {
  return isNode(node) && node.range ? node.range[0] : 0
}
