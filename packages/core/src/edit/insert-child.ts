import type { YAMLMap, YAMLSeq } from 'yaml'
import type { Json } from '../model/json.ts'
import { formatScalar } from '../parse/format-scalar.ts'
import { formatEntry, formatFlow, formatItem } from '../parse/format-value.ts'
import type { EditState } from './edit-state.ts'
import { flowPlace } from './flow-place.ts'
import { childSlots, contentEnd, type Slot } from './slot.ts'
import { insertLines, type Splice } from './splice.ts'
import { headStart, isFirstOnLine, lineEnd, lineStart, tailEnd } from './text-line.ts'

/** The way to add an entry behind the last one of a map that has some. */
export function insertEntry(state: EditState, map: YAMLMap, key: string, value: Json): readonly Splice[] {
  const last = childSlots(state.text, map).at(-1)
  if (last === undefined) return []
  if (last.inFlow) {
    const place = flowPlace(state, last) === 'json' ? 'json' : 'flow'
    return [appendInFlow(state, last, `${formatScalar(key, place)}: ${formatFlow(value, place)}`)]
  }
  return [appendLines(state, last, formatEntry(key, value, last.column, state.layout))]
}

/** The way to put an element before the one at an index of a list that has some, or behind the last. */
export function insertElement(
  state: EditState,
  list: YAMLSeq,
  index: number,
  value: Json,
): readonly Splice[] {
  const { text, layout } = state
  const slots = childSlots(text, list)
  const next = slots[index]
  const last = slots.at(-1)
  if (last === undefined) return []
  if (last.inFlow) {
    const item = formatFlow(value, flowPlace(state, last) === 'json' ? 'json' : 'flow')
    if (next === undefined) return [appendInFlow(state, last, item)]
    return [{ start: next.start, end: next.start, text: `${item},${gapBefore(text, next)}` }]
  }
  const lines = formatItem(value, last.column, layout)
  if (next === undefined) return [appendLines(state, last, lines)]
  if (isFirstOnLine(text, next.start)) return [insertLines(text, headStart(text, next.start), lines)]
  const margin = ' '.repeat(next.column)
  return [{ start: next.start, end: next.start, text: `${lines.slice(next.column)}\n${margin}` }]
}

function appendLines({ text }: EditState, last: Slot, lines: string): Splice {
  const end = tailEnd(text, lineEnd(text, contentEnd(text, last)), last.column)
  return insertLines(text, end, lines)
}

function appendInFlow({ text }: EditState, last: Slot, item: string): Splice {
  const end = contentEnd(text, last)
  return { start: end, end, text: `,${gapBefore(text, last)}${item}` }
}

function gapBefore(text: string, slot: Slot): string {
  if (!isFirstOnLine(text, slot.start)) return ' '
  return `\n${text.slice(lineStart(text, slot.start), slot.start)}`
}
