import type { YAMLMap, YAMLSeq } from 'yaml'
import type { EditState } from './edit-state.ts'
import { childSlots, contentEnd } from './slot.ts'
import type { Splice } from './splice.ts'
import { headStart, isFirstOnLine, lineEnd, lineStart, tailEnd } from './text-line.ts'

/**
 * The way to take one entry or element out of a map or list that has more of them, with the comment on its line,
 * the ones inside it and the ones right above it.
 */
export function removeChild(state: EditState, parent: YAMLMap | YAMLSeq, index: number): readonly Splice[] {
  const { text } = state
  const slots = childSlots(text, parent)
  const slot = slots[index]
  if (slot === undefined) return []
  const end = contentEnd(text, slot)
  if (slot.inFlow) {
    const next = slots[index + 1]
    if (next !== undefined) return [{ start: slot.start, end: next.start, text: '' }]
    const previous = slots[index - 1]
    return [{ start: previous === undefined ? slot.start : contentEnd(text, previous), end, text: '' }]
  }
  const tail = tailEnd(text, lineEnd(text, end), slot.column)
  if (!isFirstOnLine(text, slot.start)) {
    const rest = text.slice(tail).search(/\S/)
    return [{ start: slot.start, end: rest < 0 ? tail : tail + rest, text: '' }]
  }
  // The comment above a document's first key is the file's.
  const isFirst = index === 0 && slot.column === 0
  const start = isFirst ? lineStart(text, slot.start) : headStart(text, slot.start)
  const isOpenEnd = tail === text.length && !text.endsWith('\n')
  const before = isOpenEnd ? text.slice(0, start).replace(/\r?\n$/, '').length : start
  return [{ start: before, end: tail, text: '' }]
}
