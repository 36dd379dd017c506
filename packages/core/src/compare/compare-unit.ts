import { isJsonObject } from '../model/json.ts'
import { ownValue } from '../model/own-value.ts'
import { childPaths, everyPath, isEmptyPathSet } from '../model/path-set.ts'
import type { UnitTree } from '../normalize/unit-tree.ts'
import type { BaseTree } from './base-tree.ts'
import { type CompareRules, compareTrees } from './compare-trees.ts'
import type { FieldChange } from './field-change.ts'

/**
 * Compares one unit on two sides with what they last agreed on, resource by resource.
 * The base's value is a unit tree; a unit that a side does not have is an empty tree there. A unit that both sides
 * have and that is in no base was never agreed on: whatever differs in it is a conflict.
 */
export function compareUnit(
  base: BaseTree,
  left: UnitTree,
  right: UnitTree,
  rules: CompareRules,
): readonly FieldChange[] {
  const baseTree = isJsonObject(base.value) ? base.value : {}
  const isNew = isEmpty(baseTree) && isEmptyPathSet(base.unknown) && !isEmpty(left) && !isEmpty(right)
  const unknown = isNew ? everyPath : base.unknown
  const keys = new Set([...Object.keys(baseTree), ...Object.keys(left), ...Object.keys(right)])
  return [...keys].sort().flatMap((key) => {
    const below = { value: ownValue(baseTree, key), unknown: childPaths(unknown, key) }
    return compareTrees(key, below, ownValue(left, key), ownValue(right, key), rules)
  })
}

function isEmpty(tree: object): boolean {
  return Object.keys(tree).length === 0
}
