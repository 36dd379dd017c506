import type { BaseTree } from '../compare/base-tree.ts'
import { TidewayError } from '../errors/tideway-error.ts'
import { deepEqual } from '../model/deep-equal.ts'
import { formatPath, parsePath } from '../model/field-path.ts'
import { isJsonObject, type JsonObject } from '../model/json.ts'
import { listPaths, pathSetOf } from '../model/path-set.ts'
import type { Normalization } from '../normalize/normalization.ts'
import { readUnitTree } from '../normalize/read-unit-tree.ts'
import { formatUnit } from '../parse/format-unit.ts'
import type { ArchivedText } from './archive-state.ts'
import { withholdSecrets } from './withhold-secrets.ts'

/** Reads an archived text as the base that a comparison starts from. */
export function readUnitBase(archived: ArchivedText, unit: string, normalization?: Normalization): BaseTree {
  const read = readUnitTree(archived.text, `base/${unit}.yaml`, normalization)
  if (read.kind === 'invalid') throw archiveUnreadable(unit, read.error)
  return { value: read.tree, unknown: pathSetOf(archived.unknown.map(parsePath)) }
}

/** The error for a base that is there and cannot be read. */
export function archiveUnreadable(unit: string, cause: TidewayError): TidewayError {
  return new TidewayError({
    code: 'TIDEWAY_ARCHIVE_UNREADABLE',
    message: `the base of unit ${unit} in the archive cannot be read`,
    next: 'restore an earlier state of the archive, or start a new one with `tideway adopt`',
    cause,
  })
}

/**
 * Writes a base as the archive keeps it, without the values of Secrets.
 * `before` is kept as it is where it says the same already.
 */
export function writeUnitBase(
  whole: BaseTree,
  before: ArchivedText,
  unit: string,
  normalization?: Normalization,
): ArchivedText {
  const base = withholdSecrets(whole)
  const unknown = listPaths(base.unknown).map(formatPath)
  const old = readUnitBase(before, unit, normalization)
  if (deepEqual(old.value, base.value) && deepEqual(listPaths(old.unknown), listPaths(base.unknown))) {
    return before
  }
  return { text: formatUnit(resourcesOf(base)), unknown }
}

function resourcesOf(base: BaseTree): readonly JsonObject[] {
  return isJsonObject(base.value) ? Object.values(base.value).filter(isJsonObject) : []
}
