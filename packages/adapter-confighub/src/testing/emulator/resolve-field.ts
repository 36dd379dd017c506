import type { Catalogue, FieldKind, Row } from './catalogue.ts'
import { Refusal } from './refusal.ts'

/** A field of an expression: what it holds, and how to read it. A missing value is undefined. */
export interface ResolvedField {
  readonly kind: FieldKind
  read(row: Row): unknown
}

/** Finds the field that a path names: `Slug`, `Labels.tier`, `Space.Slug`. Throws a 400 where there is none. */
export function resolveField(catalogue: Catalogue, path: string): ResolvedField {
  const kind = Object.hasOwn(catalogue.fields, path) ? catalogue.fields[path] : undefined
  if (kind) return { kind, read: (row) => row.entity[path] ?? row.related?.[path] }
  const dot = path.indexOf('.')
  const map = path.slice(0, dot)
  const key = path.slice(dot + 1)
  if (dot > 0 && key !== '' && catalogue.fields[map] === 'map') {
    return { kind: 'text', read: ({ entity }) => readKey(entity[map], key) }
  }
  throw new Refusal(400, `${catalogue.entity} has no attribute '${path}'.`)
}

function readKey(map: unknown, key: string): unknown {
  return new Map(Object.entries(map ?? {})).get(key)
}
