import { isMap, isSeq } from 'yaml'
import { deepEqual } from '../model/deep-equal.ts'
import type { FieldPath } from '../model/field-path.ts'
import { findElement } from '../model/find-element.ts'
import { getField } from '../model/get-field.ts'
import { isJsonList, isJsonObject, type Json, type JsonObject, type Tree } from '../model/json.ts'
import type { ResourceKey } from '../model/resource-identity.ts'
import { setField } from '../model/set-field.ts'
import { alignLists } from './align-lists.ts'
import { editRefused } from './edit-refused.ts'
import type { EditOptions } from './edit-result.ts'
import { type EditState, hasReferences, tryEdits } from './edit-state.ts'
import { findSlot } from './find-slot.ts'
import { insertElement, insertEntry } from './insert-child.ts'
import { removeChild } from './remove-child.ts'
import { replaceValue } from './replace-value.ts'
import type { Splice } from './splice.ts'

/** The resource that is edited: its key, and its path in its document (not empty for an item of a List). */
export interface EditTarget {
  readonly resource: ResourceKey
  readonly root: FieldPath
  readonly listKeys: EditOptions['listKeys']
}

/**
 * Sets or removes a value at a path of a document with the smallest splices that do it, each of them proven by
 * reading the text again. Throws a TidewayError where there are none.
 */
export function editDocument(state: EditState, target: EditTarget, path: FieldPath, value: Tree): EditState {
  const before = state.document.value
  const expected = setField(before, path, value)
  if (deepEqual(before, expected)) return state
  const place = placeOf(before, path)
  const old = getField(before, place)
  const wanted = value === undefined ? undefined : getField(expected, place)
  if (isJsonObject(old) && isJsonObject(wanted)) return editMap(state, target, place, old, wanted)
  if (isFilledList(old) && isFilledList(wanted)) return editList(state, target, place, old, wanted)
  const found = findSlot(state, place)
  return spliceOrRewrite(state, target, place, expected, wayTo(state, found, place, expected, wanted))
}

function isFilledList(value: Tree): value is readonly Json[] {
  return isJsonList(value) && value.length > 0
}

/** The path in map keys and indexes, up to the first segment that is not there; a null parent is that itself. */
function placeOf(value: Tree, path: FieldPath): FieldPath {
  const place: string[] = []
  let below = value
  for (const segment of path) {
    if (isJsonList(below)) {
      const element = findElement(below, segment)
      place.push(String(element.kind === 'found' ? element.index : below.length))
    } else if (isJsonObject(below)) {
      place.push(segment)
    } else {
      return place
    }
    below = getField(below, place.slice(-1))
    if (below === undefined) return place
  }
  return place
}

function editMap(
  state: EditState,
  target: EditTarget,
  path: FieldPath,
  old: JsonObject,
  wanted: JsonObject,
): EditState {
  const gone = Object.keys(old).filter((key) => !Object.hasOwn(wanted, key))
  let result = state
  for (const [key, value] of Object.entries(wanted)) {
    if (!deepEqual(old[key], value)) result = editDocument(result, target, [...path, key], value)
  }
  for (const key of gone) result = editDocument(result, target, [...path, key], undefined)
  return result
}

function editList(
  state: EditState,
  target: EditTarget,
  path: FieldPath,
  old: readonly Json[],
  wanted: readonly Json[],
): EditState {
  const keys = target.listKeys?.(target.resource, path.slice(target.root.length))
  let result = state
  // From the end, so that the indexes before a step stay what they are.
  for (const step of alignLists(old, wanted, keys).toReversed()) {
    const element = [...path, String(step.from)]
    const value = step.kind === 'remove' ? undefined : wanted[step.to]
    result =
      step.kind === 'insert'
        ? insertAt(result, target, path, step.from, value ?? null)
        : editDocument(result, target, element, value)
  }
  return result
}

function insertAt(
  state: EditState,
  target: EditTarget,
  path: FieldPath,
  index: number,
  value: Json,
): EditState {
  const list = getField(state.document.value, path)
  const changed = isJsonList(list) ? list.toSpliced(index, 0, value) : [value]
  const expected = setField(state.document.value, path, changed)
  const found = findSlot(state, path)
  const ways =
    found.kind === 'slot' && isSeq(found.slot.node)
      ? [insertElement(state, found.slot.node, index, value)]
      : wayTo(state, found, path, expected, changed)
  return spliceOrRewrite(state, target, path, expected, ways)
}

type Ways = Iterable<readonly Splice[]> | string

/** The ways to bring the text to the expected value at a path, or the reason why there is none. */
function wayTo(
  state: EditState,
  found: ReturnType<typeof findSlot>,
  path: FieldPath,
  expected: Tree,
  wanted: Tree,
): Ways {
  if (found.kind === 'shared') return 'it is in an anchored value that aliases use elsewhere'
  if (found.kind === 'alias') {
    const expanded = getField(expected, path.slice(0, found.depth))
    return expanded === undefined ? 'it is in an alias' : replaceValue(state, found.slot, expanded)
  }
  if (found.kind === 'slot') {
    if (wanted !== undefined) return replaceValue(state, found.slot, wanted)
    if (found.parent === undefined) return 'it is the whole document'
    const { node, slot, index } = found.parent
    if (node.items.length === 1) return replaceValue(state, slot, isMap(node) ? {} : [])
    return [removeChild(state, node, index)]
  }
  const added = getField(expected, path.slice(0, found.depth + 1))
  const { node } = found.slot
  if (added === undefined) return 'it comes from a merge key'
  const segment = path[found.depth]
  if (isMap(node) && node.items.length > 0 && segment !== undefined) {
    return [insertEntry(state, node, segment, added)]
  }
  if (isSeq(node) && node.items.length > 0) return [insertElement(state, node, node.items.length, added)]
  const parent = getField(expected, path.slice(0, found.depth))
  return parent === undefined ? 'its parent is not there' : replaceValue(state, found.slot, parent)
}

function spliceOrRewrite(
  state: EditState,
  target: EditTarget,
  path: FieldPath,
  expected: Tree,
  ways: Ways,
): EditState {
  const place = path.slice(target.root.length)
  if (typeof ways === 'string') throw editRefused(target.resource, place, ways)
  if (expected === undefined) throw editRefused(target.resource, place, 'it is the whole document')
  const edited = tryEdits(state, ways, expected) ?? rewriteAround(state, target, path, expected)
  if (edited !== undefined) return edited
  throw editRefused(target.resource, place, 'no edit of its lines alone does it')
}

/** Writes the smallest enclosing value anew where no smaller edit does; never the resource, never an anchor. */
function rewriteAround(
  state: EditState,
  { root }: EditTarget,
  path: FieldPath,
  expected: Json,
): EditState | undefined {
  for (let depth = path.length; depth > root.length; depth--) {
    const found = findSlot(state, path.slice(0, depth))
    const value = getField(expected, path.slice(0, depth))
    if (found.kind !== 'slot' || value === undefined) continue
    if (found.slot.node !== undefined && hasReferences(found.slot.node)) return undefined
    const edited = tryEdits(state, replaceValue(state, found.slot, value), expected)
    if (edited !== undefined) return edited
  }
  return undefined
}
