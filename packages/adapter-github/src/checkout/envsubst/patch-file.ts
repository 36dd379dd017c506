import { type JsonObject, type ParsedResource, parseUnit, type ResourceKey, type Tree } from '@tideway/core'
import { renderFailed } from '../render-failed.ts'
import { isUnitName } from '../units/is-unit-name.ts'

/** One document of a patch file. */
export interface PatchEntry {
  readonly key: ResourceKey
  /** `merge`: RFC 7396. `delete` and `create`: the resource as a whole. */
  readonly action: 'merge' | 'delete' | 'create'
  /** The unit that the document is for, where it says so. */
  readonly unit: string | undefined
  /** The document without its markers. */
  readonly value: JsonObject
  readonly line: number
}

/** The key that says what a patch document does, as in Kubernetes' own patches. */
export const patchMarker = '$patch'

/** The key that names the unit of a patch document. */
export const unitMarker = '$unit'

/**
 * Reads a patch file: documents with `apiVersion`, `kind` and `metadata.name` of the resource they are for, and
 * beside these what is to change, as a merge patch (RFC 7396: `null` removes, lists are replaced).
 * `$patch: delete` removes the resource, `$patch: create` adds the document as a resource; `$unit` names the unit,
 * which a created resource needs, and the others only where several units hold a resource of that identity.
 */
export function parsePatchFile(path: string, text: string): readonly PatchEntry[] {
  const parsed = parseUnit(text, { name: path })
  if (parsed.kind === 'invalid') throw parsed.error
  return parsed.resources.map((resource) => readEntry(path, resource))
}

function readEntry(path: string, { key, value, line }: ParsedResource): PatchEntry {
  const { [patchMarker]: marker, [unitMarker]: unit, ...rest } = value
  const action = readAction(marker)
  if (action === undefined) {
    throw renderFailed({ path, line }, `${key} has an unknown ${patchMarker}`, 'write delete or create')
  }
  if (unit !== undefined && (typeof unit !== 'string' || !isUnitName(unit))) {
    throw renderFailed({ path, line }, `${unitMarker} of ${key} is no name`, 'write the name of a unit')
  }
  if (action === 'create' && unit === undefined) {
    throw renderFailed({ path, line }, `${key} is to be created in no unit`, `name one with ${unitMarker}`)
  }
  return { key, action, unit, value: rest, line }
}

function readAction(marker: Tree): PatchEntry['action'] | undefined {
  if (marker === undefined) return 'merge'
  return marker === 'delete' || marker === 'create' ? marker : undefined
}
