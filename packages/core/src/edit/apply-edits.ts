import { TidewayError } from '../errors/tideway-error.ts'
import type { FieldEdit } from '../model/field-edit.ts'
import { isJsonObject, type JsonObject, type Tree } from '../model/json.ts'
import { formatResourceKey, type ResourceKey } from '../model/resource-identity.ts'
import { setField } from '../model/set-field.ts'
import { readIdentity } from '../parse/read-identity.ts'
import { editRefused } from './edit-refused.ts'

/** The resources of one unit in the order of its text. */
export type UnitResources = ReadonlyMap<ResourceKey, JsonObject>

/**
 * Makes edits on parsed resources, one after the other: what `editText` does to their text. New resources come
 * last. Throws a TidewayError (`TIDEWAY_EDIT_REFUSED`) for an edit without a place, or one that would turn a
 * resource into another one.
 */
export function applyEdits(resources: UnitResources, edits: readonly FieldEdit[]): UnitResources {
  const result = new Map(resources)
  for (const edit of edits) {
    const changed = applyEdit(result.get(edit.resource), edit)
    if (changed === undefined) result.delete(edit.resource)
    else result.set(edit.resource, changed)
  }
  return result
}

function applyEdit(resource: JsonObject | undefined, edit: FieldEdit): JsonObject | undefined {
  const { resource: key, path, value } = edit
  if (resource === undefined && path.length > 0) {
    if (value === undefined) return undefined
    throw editRefused(key, path, 'the resource is not there')
  }
  const changed = setOrRefuse(resource, edit)
  if (changed === undefined) return undefined
  if (!isJsonObject(changed)) throw editRefused(key, path, 'a resource is a map')
  const identity = readIdentity(changed)
  if (identity.kind === 'refused') throw editRefused(key, path, identity.reason)
  if (formatResourceKey(identity.identity) !== key) {
    throw editRefused(key, path, 'it would become another resource')
  }
  return changed
}

function setOrRefuse(resource: JsonObject | undefined, edit: FieldEdit): Tree {
  try {
    return setField(resource, edit.path, edit.value)
  } catch (error) {
    if (!TidewayError.isInstance(error)) throw error
    throw editRefused(edit.resource, edit.path, 'the path leads nowhere')
  }
}
