import { deepEqual } from '../model/deep-equal.ts'
import { isJsonList, isJsonObject, type Json, type JsonObject } from '../model/json.ts'
import { readUnitTree } from '../normalize/read-unit-tree.ts'
import type { UnitTree } from '../normalize/unit-tree.ts'
import { formatUnit } from '../parse/format-unit.ts'
import type { CaseSide } from './policy-case.ts'

/** One side of a unit of a case; empty where the unit is absent there. */
export interface CaseState {
  readonly text: string
  readonly tree: UnitTree
}

/** What a case needs for a resource where it says nothing. */
const anyResource: JsonObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'resource' } }

/** Reads one side of a case as a unit, the way that a unit of a store is read; throws where it is none. */
export function readCaseState(
  side: CaseSide | undefined,
  resource: JsonObject | undefined,
  readSide: (file: string) => string,
  name: string,
): CaseState {
  if (side === undefined) return { text: '', tree: {} }
  const common = resource ?? anyResource
  const text =
    typeof side === 'string'
      ? readSide(side)
      : formatUnit(isJsonList(side) ? side.map((own) => mergeMaps(common, own)) : [mergeMaps(common, side)])
  const read = readUnitTree(text, name)
  if (read.kind === 'invalid') throw read.error
  return { text, tree: read.tree }
}

/** Writes a unit as a side of a case: what its resources have besides `resource`; undefined where that cannot say it. */
export function writeCaseSide(
  resources: readonly JsonObject[],
  resource: JsonObject | undefined,
): Exclude<CaseSide, string> | undefined {
  const sides = resources.map((value) => subtractMaps(value, resource ?? anyResource))
  const known = sides.filter((side) => side !== undefined)
  const [only, ...others] = known
  if (known.length < sides.length) return undefined
  return only === undefined || others.length > 0 ? known : only
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

// Undefined where the whole lacks something of what is common: a side cannot say that.
function subtractMaps(whole: JsonObject, common: JsonObject): JsonObject | undefined {
  if (Object.keys(common).some((key) => whole[key] === undefined)) return undefined
  const own: Record<string, Json> = {}
  for (const [key, value] of Object.entries(whole)) {
    const shared = common[key]
    if (shared !== undefined && deepEqual(value, shared)) continue
    const left = isJsonObject(value) && isJsonObject(shared) ? subtractMaps(value, shared) : value
    if (left === undefined) return undefined
    own[key] = left
  }
  return own
}
