import { TidewayError } from '../errors/tideway-error.ts'
import { type FieldPath, formatPath } from './field-path.ts'
import { findElement } from './find-element.ts'
import { isJsonList, isJsonObject, type Json, type JsonObject, type Tree } from './json.ts'
import { parseKeyedSegment } from './keyed-segment.ts'

/**
 * The value with one field set, or removed where `newValue` is undefined; nothing that was given is changed.
 * Missing parents become maps, or a list where the segment is keyed; a keyed element that is not there is
 * appended with its key fields. Removing leaves empty maps and lists behind, and removing what is not there
 * changes nothing. Throws a TidewayError (`TIDEWAY_EDIT_REFUSED`) where the path leads through a scalar or to
 * no single list element.
 */
export function setField(value: Tree, path: FieldPath, newValue: Tree): Tree {
  return setBelow(value, path, 0, newValue)
}

function setBelow(value: Tree, path: FieldPath, depth: number, newValue: Tree): Tree {
  const segment = path[depth]
  if (segment === undefined) return newValue
  if (isJsonObject(value)) return setEntry(value, segment, path, depth, newValue)
  if (isJsonList(value)) return setElement(value, segment, path, depth, newValue)
  if (newValue === undefined) return value
  if (value !== undefined && value !== null) throw refuse(path, depth, 'its parent is a single value')
  const isKeyed = parseKeyedSegment(segment) !== undefined
  return isKeyed
    ? setElement([], segment, path, depth, newValue)
    : setEntry({}, segment, path, depth, newValue)
}

function setEntry(map: JsonObject, segment: string, path: FieldPath, depth: number, newValue: Tree): Tree {
  const present = Object.hasOwn(map, segment) ? map[segment] : undefined
  const changed = setBelow(present, path, depth + 1, newValue)
  if (changed === present) return map
  const copy: Record<string, Json> = Object.assign(Object.create(null), map)
  if (changed === undefined) delete copy[segment]
  else copy[segment] = changed
  return copy
}

function setElement(
  list: readonly Json[],
  segment: string,
  path: FieldPath,
  depth: number,
  newValue: Tree,
): Tree {
  const place = findElement(list, segment)
  if (place.kind === 'none') {
    if (newValue === undefined && place.reason === 'the list is shorter') return list
    throw refuse(path, depth, place.reason)
  }
  const isLast = depth === path.length - 1
  if (place.kind === 'behind') {
    if (newValue === undefined) return list
    const fresh = isLast ? undefined : createElement(list, segment)
    const added = setBelow(fresh, path, depth + 1, newValue)
    return added === undefined ? list : [...list, added]
  }
  const changed = setBelow(list[place.index], path, depth + 1, newValue)
  if (changed === list[place.index]) return list
  return changed === undefined ? list.toSpliced(place.index, 1) : list.with(place.index, changed)
}

function createElement(list: readonly Json[], segment: string): JsonObject | undefined {
  const keys = parseKeyedSegment(segment)
  if (keys === undefined) return undefined
  const element: Record<string, Json> = Object.create(null)
  for (const { key, value } of keys) element[key] = isNumberKey(list, key, value) ? Number(value) : value
  return element
}

// The segment holds text only. A port is a number in every Kubernetes list; elsewhere the other elements tell.
function isNumberKey(list: readonly Json[], key: string, value: string): boolean {
  if (!/^(0|-?[1-9][0-9]{0,14})$/.test(value)) return false
  const sample = list.find((element) => isJsonObject(element) && Object.hasOwn(element, key))
  if (isJsonObject(sample)) return typeof sample[key] === 'number'
  return /port$/i.test(key)
}

function refuse(path: FieldPath, depth: number, reason: string): TidewayError {
  return new TidewayError({
    code: 'TIDEWAY_EDIT_REFUSED',
    message: `${formatPath(path.slice(0, depth + 1))} cannot be set: ${reason}`,
    next: 'set the field above it as a whole, or make the edit by hand',
  })
}
