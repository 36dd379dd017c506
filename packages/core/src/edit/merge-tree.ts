import type { FieldChange } from '../compare/field-change.ts'
import type { Tree } from '../model/json.ts'
import { setField } from '../model/set-field.ts'

/**
 * The values of the right side, with those of the left side where they are taken. A change's path begins with its
 * resource's key.
 */
export function mergeTree(
  right: Tree,
  chosen: readonly { readonly change: FieldChange; readonly isTaken: boolean }[],
): Tree {
  let tree = right
  for (const { change, isTaken } of chosen) {
    if (isTaken) tree = setField(tree, [change.resource, ...change.path], change.left)
  }
  return tree
}
