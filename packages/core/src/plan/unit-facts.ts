import type { UnitStock } from '../archive/unit-stock.ts'
import type { FieldChange } from '../compare/field-change.ts'
import { getField } from '../model/get-field.ts'
import { isJsonObject } from '../model/json.ts'
import type { ResourceKey } from '../model/resource-identity.ts'
import type { UnitTree } from '../normalize/unit-tree.ts'

/** The annotation that tells under which tag a unit was captured last. */
export const tagAnnotation = 'drift-capture/tag'

/** Reads a resource's labels from the first of the trees that has it. */
export function readLabels(
  ...trees: readonly UnitTree[]
): (resource: ResourceKey) => Readonly<Record<string, string>> {
  return (resource) => {
    const labels = getField(
      trees.find((tree) => Object.hasOwn(tree, resource)),
      [resource, 'metadata', 'labels'],
    )
    if (!isJsonObject(labels)) return {}
    return Object.fromEntries(Object.entries(labels).map(([key, value]) => [key, String(value)]))
  }
}

/** A unit's changes, those that a capture made with the tag that it had. */
export function tagChanges(stock: Pick<UnitStock, 'changes' | 'head'>): readonly FieldChange[] {
  const tag = stock.head?.annotations[tagAnnotation]
  if (tag === undefined) return stock.changes
  return stock.changes.map((change) =>
    change.setBy?.kind === 'capture' ? { ...change, setBy: { ...change.setBy, tag } } : change,
  )
}
