import { isMap, isScalar, type YAMLMap, type YAMLSeq } from 'yaml'
import { isJsonList, isJsonObject, type Json } from '../model/json.ts'
import { isLiteral } from '../parse/format-scalar.ts'
import { formatBlock, formatFlow, formatInline, isBlock } from '../parse/format-value.ts'
import type { EditState } from './edit-state.ts'
import { flowPlace } from './flow-place.ts'
import { formatLike } from './format-like.ts'
import { childSlots, contentEnd, isBlockNode, isWritten, type Slot } from './slot.ts'
import { insertLines, type Splice } from './splice.ts'
import { columnOf, headStart, isFirstOnLine, lineEnd, lineStart, tailEnd } from './text-line.ts'

/** The ways to write another value into a slot, the one that people would choose first. */
export function* replaceValue(state: EditState, slot: Slot, value: Json): Iterable<readonly Splice[]> {
  if (slot.indicatorEnd === undefined) return
  if (!slot.inFlow && isBlock(value) && !isFilledFlow(slot)) yield writeBlock(state, slot, value)
  else if (!slot.inFlow && isTextBlock(slot, value)) yield writeLiteral(state, slot, value)
  yield writeInline(state, slot, value)
  // Without the anchor or tag that the old value had.
  if (slot.propsEnd > slot.indicatorEnd && !isBlockNode(slot.node)) {
    const bare = { ...slot, propsEnd: slot.indicatorEnd, node: undefined }
    const [start, end] = [slot.indicatorEnd, contentEnd(state.text, slot)]
    yield [{ start, end, text: ` ${formatFlow(value, flowPlace(state, bare))}` }]
  }
}

function quoteOf({ node }: Slot): string | undefined {
  if (!isScalar(node)) return undefined
  return node.type === 'QUOTE_DOUBLE' ? '"' : node.type === 'QUOTE_SINGLE' ? "'" : undefined
}

function isFilledFlow({ node }: Slot): boolean {
  return (isMap(node) || (node !== undefined && 'items' in node)) && !isBlockNode(node) && hasItems(node)
}

function hasItems(node: object): boolean {
  return 'items' in node && Array.isArray(node.items) && node.items.length > 0
}

function isTextBlock({ node }: Slot, value: Json): value is string {
  if (typeof value !== 'string' || !isLiteral(value)) return false
  return !isScalar(node) || node.type !== 'QUOTE_DOUBLE'
}

function writeInline(state: EditState, slot: Slot, value: Json): readonly Splice[] {
  const { text } = state
  const { node } = slot
  const written = formatLike(value, quoteOf(slot), flowPlace(state, slot))
  if (isBlockNode(node)) return withoutBlock(state, slot, node, written)
  const start = isWritten(node) ? (node?.range?.[0] ?? slot.propsEnd) : slot.propsEnd
  const end = contentEnd(text, slot)
  if (isBlockScalar(slot)) {
    const [headerStart, headerEnd] = blockHeader(text, start)
    const bodyStart = lineEnd(text, headerStart)
    return [
      { start: headerStart, end: headerEnd, text: written },
      { start: bodyStart, end: Math.max(bodyStart, end), text: '' },
    ]
  }
  const needsSpace = start === end && slot.kind !== 'document' && !/\s/.test(text[start - 1] ?? ' ')
  return [
    { start, end, text: needsSpace && !(slot.inFlow && slot.kind === 'element') ? ` ${written}` : written },
  ]
}

/** Takes the lines of a block map or list away and leaves something short behind its key or dash. */
function withoutBlock(
  { text }: EditState,
  slot: Slot,
  node: YAMLMap | YAMLSeq,
  short: string,
): readonly Splice[] {
  const first = childSlots(text, node)[0]?.start ?? slot.propsEnd
  const end = contentEnd(text, slot)
  if (!isFirstOnLine(text, first)) return [{ start: first, end, text: endLike(text, end, short) }]
  return [
    { start: slot.propsEnd, end: slot.propsEnd, text: ` ${short}` },
    { start: headStart(text, first), end: tailEnd(text, lineEnd(text, end), slot.column), text: '' },
  ]
}

function writeBlock(
  state: EditState,
  slot: Slot,
  value: Parameters<typeof formatBlock>[0],
): readonly Splice[] {
  const { text, layout } = state
  const { node } = slot
  const end = contentEnd(text, slot)
  const start = isBlockNode(node) ? (childSlots(text, node)[0]?.start ?? end) : (node?.range?.[0] ?? end)
  const isCompact = slot.kind === 'element' && !(isWritten(node) && isFirstOnLine(text, start))
  if (isCompact) {
    const gap = isWritten(node) ? '' : ' '
    const place = isWritten(node) ? start : slot.propsEnd
    const column = columnOf(text, place) + gap.length
    return [
      { start: place, end, text: endLike(text, end, gap + formatBlock(value, column, layout).slice(column)) },
    ]
  }
  const step = isJsonList(value) ? layout.listIndent : layout.indent
  const isSameKind = isBlockNode(node) && isMap(node) === isJsonObject(value)
  const column = isSameKind ? columnOf(text, start) : slot.column + step
  const lines = formatBlock(value, column, layout)
  if (isBlockNode(node)) {
    const [from, to] = [headStart(text, start), lineEnd(text, end)]
    return [{ start: from, end: to, text: endLike(text, to, lines) }]
  }
  if (isBlockScalar(slot)) {
    const [headerStart, headerEnd] = blockHeader(text, start)
    const bodyStart = lineEnd(text, headerStart)
    return [
      { start: slot.propsEnd, end: headerEnd, text: '' },
      { start: bodyStart, end: Math.max(bodyStart, end), text: endLike(text, end, lines) },
    ]
  }
  if (isWritten(node) && isFirstOnLine(text, start)) {
    return [{ start: lineStart(text, start), end, text: lines }]
  }
  const removed = isWritten(node) ? [{ start: slot.propsEnd, end, text: '' }] : []
  return [...removed, insertLines(text, lineEnd(text, end), lines)]
}

function writeLiteral(state: EditState, slot: Slot, value: string): readonly Splice[] {
  const { text, layout } = state
  const end = contentEnd(text, slot)
  if (isBlockScalar(slot)) {
    const [headerStart, headerEnd] = blockHeader(text, slot.node?.range?.[0] ?? end)
    const bodyStart = lineEnd(text, headerStart)
    const old = text.slice(bodyStart, end).match(/^ *(?=\S)/m)?.[0].length ?? 0
    const [header, body] = splitLiteral(value, old > slot.column ? old : slot.column + layout.indent)
    return [
      { start: headerStart, end: headerEnd, text: header },
      { start: bodyStart, end: Math.max(bodyStart, end), text: endLike(text, end, body) },
    ]
  }
  const [header, body] = splitLiteral(value, slot.column + (slot.kind === 'element' ? 2 : layout.indent))
  if (isBlockNode(slot.node)) {
    const splices = withoutBlock(state, slot, slot.node, header)
    const [first, second] = splices
    if (first === undefined || second === undefined) return splices
    return [first, { ...second, text: endLike(text, second.end, body) }]
  }
  const start = isWritten(slot.node) ? (slot.node?.range?.[0] ?? end) : slot.propsEnd
  const gap = isWritten(slot.node) ? '' : ' '
  return [{ start, end, text: gap + header }, insertLines(text, lineEnd(text, end), body)]
}

function splitLiteral(value: string, column: number): readonly [header: string, body: string] {
  const literal = formatInline(value, column)
  const end = literal.indexOf('\n')
  return [literal.slice(0, end), literal.slice(end + 1)]
}

function isBlockScalar({ node }: Slot): boolean {
  return isScalar(node) && (node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED')
}

function blockHeader(text: string, start: number): readonly [start: number, end: number] {
  const header = /^[|>][-+0-9]*/.exec(text.slice(start, start + 4))?.[0] ?? ''
  return [start, start + header.length]
}

/** Lines that take the place of lines that ended at an offset: with a line end where those had one. */
function endLike(text: string, offset: number, lines: string): string {
  return text[offset - 1] === '\n' ? `${lines}\n` : lines
}
