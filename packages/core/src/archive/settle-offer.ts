import type { BaseTree } from '../compare/base-tree.ts'
import type { FieldPath } from '../model/field-path.ts'
import { getField } from '../model/get-field.ts'
import { emptyPathSet, listPaths, type PathSet, pathSetOf } from '../model/path-set.ts'
import { setField } from '../model/set-field.ts'
import type { UnitTree } from '../normalize/unit-tree.ts'

/**
 * The base after a proposal was merged: every field that it showed counts as decided, whether or not its reader
 * kept the value, so a Git value that differs is Git's own change from then on.
 */
export function settleOffer(base: BaseTree, offered: UnitTree, paths: readonly FieldPath[]): BaseTree {
  let value = base.value
  for (const path of paths) value = setField(value, path, getField(offered, path))
  return { value, unknown: withoutPaths(base.unknown, paths) }
}

function withoutPaths(set: PathSet, paths: readonly FieldPath[]): PathSet {
  const kept = listPaths(set).filter((member) => !paths.some((path) => startsWith(member, path)))
  return kept.length === 0 ? emptyPathSet : pathSetOf(kept)
}

function startsWith(path: FieldPath, beginning: FieldPath): boolean {
  return beginning.every((segment, index) => path[index] === segment)
}
