import type { FieldPath } from '../model/field-path.ts'
import { isJsonList, isJsonObject, type JsonObject, type Tree } from '../model/json.ts'
import { matchesSegment } from '../model/keyed-segment.ts'

/** Who set a live field last, as the API server recorded it. */
export interface FieldOwner {
  readonly manager: string
  /** ISO 8601. */
  readonly at?: string | undefined
}

/** Answers who set a field last; undefined where the server recorded nobody. */
export type FieldOwners = (path: FieldPath) => FieldOwner | undefined

interface ManagerEntry extends FieldOwner {
  readonly fields: JsonObject
}

/**
 * Reads `metadata.managedFields` (FieldsV1, Kubernetes API reference "ManagedFieldsEntry").
 * Undefined where the object carries none.
 */
export function readFieldOwners(object: JsonObject): FieldOwners | undefined {
  const metadata = object['metadata']
  const managed = isJsonObject(metadata) ? metadata['managedFields'] : undefined
  if (!isJsonList(managed)) return undefined
  const entries = managed.flatMap(readEntry).sort((a, b) => ((a.at ?? '') < (b.at ?? '') ? 1 : -1))
  return (path) => {
    let best: { readonly depth: number; readonly owner: FieldOwner } | undefined
    for (const { fields, manager, at } of entries) {
      const depth = ownedDepth(fields, path)
      if (depth > (best?.depth ?? 0)) best = { depth, owner: { manager, at } }
    }
    return best?.owner
  }
}

function readEntry(entry: Tree): readonly ManagerEntry[] {
  if (!isJsonObject(entry) || entry['subresource'] === 'status') return []
  const { manager, time, fieldsV1 } = entry
  if (typeof manager !== 'string' || !isJsonObject(fieldsV1)) return []
  return [{ manager, at: typeof time === 'string' ? time : undefined, fields: fieldsV1 }]
}

// How far down a path an entry reaches: a leaf it lists owns all below it, a map only what it lists.
function ownedDepth(fields: JsonObject, path: FieldPath): number {
  let node = fields
  for (const [index, segment] of path.entries()) {
    const below = findChild(node, segment)
    if (below === undefined) return Object.keys(node).length === 0 ? index : 0
    node = below
  }
  return path.length
}

function findChild(node: JsonObject, segment: string): JsonObject | undefined {
  const field = node[`f:${segment}`]
  if (isJsonObject(field)) return field
  for (const [key, child] of Object.entries(node)) {
    if (!key.startsWith('k:') || !isJsonObject(child)) continue
    const element: unknown = JSON.parse(key.slice(2))
    if (isElement(element) && matchesSegment(element, segment)) return child
  }
  return undefined
}

function isElement(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
