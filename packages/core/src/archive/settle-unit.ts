import type { BaseTree } from '../compare/base-tree.ts'
import { type FieldChange, isAgreed } from '../compare/field-change.ts'
import { getField } from '../model/get-field.ts'
import { addPath, emptyPathSet, everyPath, isEmptyPathSet, listPaths, pathsBelow } from '../model/path-set.ts'
import { setField } from '../model/set-field.ts'
import type { UnitTree } from '../normalize/unit-tree.ts'

/**
 * The base after a look at both sides: where they agree it takes their value, where they differ it keeps its own.
 * `changes` is what {@link compareUnit} said of the same base and sides.
 */
export function settleUnit(base: BaseTree, left: UnitTree, changes: readonly FieldChange[]): BaseTree {
  let value: BaseTree['value'] = left
  let unknown = emptyPathSet
  for (const change of changes) {
    if (isAgreed(change)) continue
    const path = [change.resource, ...change.path]
    value = setField(value, path, getField(base.value, path))
    const open = pathsBelow(base.unknown, path)
    // What both sides added on their own has no base, also after the rest of it was agreed on.
    const isNew = change.base.kind === 'unknown' && isEmptyPathSet(open)
    for (const below of listPaths(isNew ? everyPath : open)) unknown = addPath(unknown, [...path, ...below])
  }
  return { value, unknown }
}
