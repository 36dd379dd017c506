import { isAlias, isMap, isScalar, isSeq, type Node, type YAMLMap, type YAMLSeq } from 'yaml'
import type { FieldPath } from '../model/field-path.ts'
import { readMapKey } from '../parse/read-map-key.ts'
import { readScalar } from '../parse/read-scalar.ts'
import type { EditState } from './edit-state.ts'
import { childSlots, rootSlot, type Slot } from './slot.ts'

/**
 * Where a path leads in a document's text: to a slot; to nothing below a map or list (`depth` segments are
 * there); to an alias on the way, behind which the text belongs to another place; or into an anchored value that
 * other places use.
 */
export type FoundSlot =
  | { readonly kind: 'slot'; readonly slot: Slot; readonly parent: Parent | undefined }
  | { readonly kind: 'absent'; readonly slot: Slot; readonly depth: number }
  | { readonly kind: 'alias'; readonly slot: Slot; readonly depth: number }
  | { readonly kind: 'shared' }

/** The map or list that holds a slot, its own slot, and the place in it. */
export interface Parent {
  readonly slot: Slot
  readonly node: YAMLMap | YAMLSeq
  readonly index: number
}

/** Follows a path of map keys and list indexes through the nodes of a document. */
export function findSlot(state: EditState, path: FieldPath): FoundSlot {
  let slot = rootSlot(state.document.node)
  let parent: Parent | undefined
  for (const [depth, segment] of path.entries()) {
    const { node } = slot
    if (isAlias(node)) return { kind: 'alias', slot, depth }
    if (isShared(node, state)) return { kind: 'shared' }
    if (!isMap(node) && !isSeq(node)) return { kind: 'absent', slot, depth }
    const index = isMap(node) ? findEntry(state, node, segment) : Number(segment)
    const child = childSlots(state.text, node)[index]
    if (child === undefined) return { kind: 'absent', slot, depth }
    parent = { slot, node, index }
    slot = child
  }
  return isShared(slot.node, state) ? { kind: 'shared' } : { kind: 'slot', slot, parent }
}

function isShared(node: Node | undefined, { aliased }: EditState): boolean {
  if (node === undefined || isAlias(node)) return false
  return 'anchor' in node && typeof node.anchor === 'string' && aliased.has(node.anchor)
}

/** The index of the entry with a key that the map itself holds, not one that a merge key brings; -1 for none. */
function findEntry({ stream }: EditState, map: YAMLMap, key: string): number {
  return map.items.findIndex((pair) => {
    if (!isScalar(pair.key) || (pair.key.value === '<<' && pair.key.type === 'PLAIN')) return false
    const read = readMapKey(readScalar(pair.key, stream.place), String(pair.key.value))
    return read.kind === 'key' && read.text === key
  })
}
