import {
  deepEqual,
  type FieldEdit,
  type FieldPath,
  getField,
  isJsonList,
  isJsonObject,
  type Json,
  type JsonObject,
  type ResourceKey,
  type Tree,
} from '@tideway/core'

/** The edits that a merge patch (RFC 7396) makes on a resource. */
export function editsOfPatch(resource: ResourceKey, target: Tree, patch: JsonObject): readonly FieldEdit[] {
  return mergeBelow(resource, [], target, patch)
}

function mergeBelow(
  resource: ResourceKey,
  path: FieldPath,
  target: Tree,
  patch: JsonObject,
): readonly FieldEdit[] {
  return Object.entries(patch).flatMap(([key, value]) => {
    const below = [...path, key]
    const present = isJsonObject(target) ? target[key] : undefined
    if (isJsonObject(value) && isJsonObject(present)) return mergeBelow(resource, below, present, value)
    const wanted = value === null ? undefined : withoutNulls(value)
    return deepEqual(present, wanted) ? [] : [{ resource, path: below, value: wanted }]
  })
}

function withoutNulls(value: Json): Json {
  if (!isJsonObject(value)) return value
  const kept = Object.entries(value).filter(([, item]) => item !== null)
  return Object.fromEntries(kept.map(([key, item]) => [key, withoutNulls(item)]))
}

/**
 * The edits of a patch document after which its resource holds `wanted` at `path`. `plain` is the resource without
 * the patch, `current` with it: what the patch need not say any more is taken out of it.
 */
export function editsOnPatch(
  resource: ResourceKey,
  path: FieldPath,
  values: { readonly plain: Tree; readonly current: Tree; readonly wanted: Tree },
): readonly FieldEdit[] {
  const field = aboveLists(path, values)
  const plain = getField(values.plain, field)
  const current = getField(values.current, field)
  return difference(resource, field, plain, current, getField(values.wanted, field))
}

// A merge patch knows no list elements: the list is set as a whole.
function aboveLists(path: FieldPath, values: Readonly<Record<'current' | 'wanted', Tree>>): FieldPath {
  const depth = path.findIndex((_, index) => {
    const above = path.slice(0, index)
    return isJsonList(getField(values.wanted, above)) || isJsonList(getField(values.current, above))
  })
  return depth < 0 ? path : path.slice(0, depth)
}

function difference(
  resource: ResourceKey,
  path: FieldPath,
  plain: Tree,
  current: Tree,
  wanted: Tree,
): readonly FieldEdit[] {
  if (deepEqual(current, wanted)) return []
  if (isJsonObject(current) && isJsonObject(wanted)) {
    return [...new Set([...Object.keys(current), ...Object.keys(wanted)])].flatMap((key) =>
      difference(
        resource,
        [...path, key],
        isJsonObject(plain) ? plain[key] : undefined,
        current[key],
        wanted[key],
      ),
    )
  }
  if (deepEqual(plain, wanted)) return [{ resource, path, value: undefined }]
  return [{ resource, path, value: wanted ?? null }]
}
