import { isJsonObject, type Json, type JsonObject } from '../model/json.ts'
import { readUnitTree } from '../normalize/read-unit-tree.ts'
import type { UnitTree } from '../normalize/unit-tree.ts'
import { formatUnit } from '../parse/format-unit.ts'
import type { CaseSide } from './policy-case.ts'

/** What a case needs for a resource where it says nothing. */
const anyResource: JsonObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'resource' } }

/** Reads one side of a case as a unit, the way that a unit of a store is read; throws where it is none. */
export function readCaseTree(
  side: CaseSide | undefined,
  resource: JsonObject | undefined,
  readSide: (file: string) => string,
  name: string,
): UnitTree {
  if (side === undefined) return {}
  const text =
    typeof side === 'string' ? readSide(side) : formatUnit([mergeMaps(resource ?? anyResource, side)])
  const read = readUnitTree(text, name)
  if (read.kind === 'invalid') throw read.error
  return read.tree
}

// The side's own words win, map by map.
function mergeMaps(common: JsonObject, own: JsonObject): JsonObject {
  const merged: Record<string, Json> = { ...common }
  for (const [key, value] of Object.entries(own)) {
    const below = merged[key]
    merged[key] =
      below !== undefined && isJsonObject(below) && isJsonObject(value) ? mergeMaps(below, value) : value
  }
  return merged
}
