import { isJsonObject, type Json, type JsonObject, type Tree } from './json.ts'

/** One key of a keyed segment and the value it asks for, as text. */
export interface SegmentKey {
  readonly key: string
  readonly value: string
}

// What the API server fills in before it tells elements apart.
const keyDefaults: ReadonlyMap<string, string> = new Map([['protocol', 'TCP']])

/**
 * Names a list element by its key fields: `[name=app]`, `[containerPort=80,protocol=TCP]`.
 * `,`, `]` and `\` in a value get a `\` before them; a key that the element lacks is left out, but for `protocol`,
 * which is TCP there.
 */
export function formatKeyedSegment(keys: readonly string[], element: JsonObject): string {
  const parts = keys.flatMap((key) => {
    const value = keyText(element, key)
    return value === undefined ? [] : [`${key}=${value.replace(/[\\,\]]/g, '\\$&')}`]
  })
  return `[${parts.join(',')}]`
}

/** Reads what {@link formatKeyedSegment} writes; undefined for a segment of another form. */
export function parseKeyedSegment(segment: string): readonly SegmentKey[] | undefined {
  if (!/^\[([^\\,\]=]+=(\\[\s\S]|[^\\,\]])*)(,[^\\,\]=]+=(\\[\s\S]|[^\\,\]])*)*\]$/.test(segment))
    return undefined
  const parts = segment.slice(1, -1).match(/(\\[\s\S]|[^\\,])+/g) ?? []
  return parts.map((part) => {
    const sign = part.indexOf('=')
    return { key: part.slice(0, sign), value: part.slice(sign + 1).replace(/\\([\s\S])/g, '$1') }
  })
}

/** Tells whether a list element is the one that a keyed segment names; values are compared as text. */
export function matchesSegment(element: Tree, segment: string): boolean {
  const keys = parseKeyedSegment(segment)
  if (keys === undefined || !isJsonObject(element)) return false
  return keys.every(({ key, value }) => keyText(element, key) === value)
}

function keyText(element: JsonObject, key: string): string | undefined {
  const value = element[key] ?? keyDefaults.get(key)
  return isKeyValue(value) ? String(value) : undefined
}

function isKeyValue(value: Json | undefined): value is string | number | bigint | boolean {
  return value !== undefined && value !== null && typeof value !== 'object'
}
