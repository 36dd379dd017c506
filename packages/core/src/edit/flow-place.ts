import { isMap, isScalar } from 'yaml'
import type { ScalarPlace } from '../parse/format-scalar.ts'
import type { EditState } from './edit-state.ts'
import type { Slot } from './slot.ts'

/** How scalars are written in a slot: in a document that is JSON they stay JSON. */
export function flowPlace(state: EditState, slot: Slot): ScalarPlace {
  if (!slot.inFlow) return 'block'
  const root = state.document.node.contents
  const first = isMap(root) && root.flow === true ? root.items[0]?.key : undefined
  return isScalar(first) && first.type === 'QUOTE_DOUBLE' ? 'json' : 'flow'
}
