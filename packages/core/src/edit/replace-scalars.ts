import { deepEqual } from '../model/deep-equal.ts'
import type { FieldEdit } from '../model/field-edit.ts'
import { getField } from '../model/get-field.ts'
import { isJsonObject, type Tree } from '../model/json.ts'
import { setField } from '../model/set-field.ts'
import type { ParsedResource } from '../parse/parsed-unit.ts'
import { findScalar } from './find-scalar.ts'
import { formatLike } from './format-like.ts'

/**
 * Replaces scalars by others on their lines, in a text that `readBlockUnit` has read as these resources, without a
 * tree of its nodes: what most edits are. The bytes are those that `editPieces` writes; the caller proves them by
 * reading them again. Undefined where any of the edits is of another form.
 */
export function replaceScalars(
  text: string,
  resources: readonly ParsedResource[],
  edits: readonly FieldEdit[],
): string | undefined {
  const current = new Map(resources.map((resource) => [resource.key, resource]))
  let result = text
  for (const edit of edits) {
    const resource = current.get(edit.resource)
    const replaced = resource && replaceScalar(result, resource, edit)
    if (resource === undefined || replaced === undefined) return undefined
    const value = setField(resource.value, edit.path, edit.value)
    if (!isJsonObject(value)) return undefined
    current.set(edit.resource, { ...resource, value })
    result = replaced
  }
  return result
}

function replaceScalar(
  text: string,
  resource: ParsedResource,
  { path, value }: FieldEdit,
): string | undefined {
  const old = getField(resource.value, path)
  if (!isShort(old) || !isShort(value)) return undefined
  if (deepEqual(old, value)) return text
  const place = findScalar(text, resource, path)
  if (place === undefined) return undefined
  const written = formatLike(value, text.charAt(place.start), 'block')
  return text.slice(0, place.start) + written + text.slice(place.end)
}

// Null may be written as nothing, and a text of several lines takes more than one.
function isShort(value: Tree): value is boolean | number | bigint | string {
  if (typeof value === 'string') return !value.includes('\n')
  return value !== undefined && value !== null && typeof value !== 'object'
}
