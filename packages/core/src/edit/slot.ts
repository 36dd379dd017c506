import {
  type CST,
  type Document,
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml'
import { columnOf } from './text-line.ts'

/** One place in a document's text that holds a value: of a map entry, of a list element, or the whole document. */
export interface Slot {
  readonly kind: 'entry' | 'element' | 'document'
  /** The value; undefined where nothing is written. */
  readonly node: Node | undefined
  /** Where the entry or element begins, with its key or dash. */
  readonly start: number
  readonly column: number
  /** Behind the colon or dash; undefined where there is none. */
  readonly indicatorEnd: number | undefined
  /** Behind the anchor and tag of the value, or `indicatorEnd`. */
  readonly propsEnd: number
  /** Tells whether it stands in brackets. */
  readonly inFlow: boolean
}

/** The slot of a document's root. */
export function rootSlot(document: Document.Parsed): Slot {
  const node = isNode(document.contents) ? document.contents : undefined
  const start = node?.range?.[0] ?? 0
  return { kind: 'document', node, start, column: 0, indicatorEnd: undefined, propsEnd: start, inFlow: false }
}

/** The slots of a map's entries or a list's elements, in the order of its items. */
export function childSlots(text: string, parent: YAMLMap | YAMLSeq): readonly Slot[] {
  const inFlow = parent.flow === true
  if (isMap(parent)) return parent.items.map((pair) => entrySlot(text, pair, inFlow))
  const tokens = isSeq(parent) && parent.srcToken && 'items' in parent.srcToken ? parent.srcToken.items : []
  return parent.items.map((item, index) => elementSlot(text, item, tokens[index]?.start ?? [], inFlow))
}

/** The key of a slot's pair as the text of its scalar, for finding entries. */
export function entryStart(pair: Pair): number {
  const keyStart = isNode(pair.key) && pair.key.range ? pair.key.range[0] : 0
  return propertyTokens(pair.srcToken?.start ?? [])[0]?.offset ?? keyStart
}

/** Tells a map or list in block style from everything else. */
export function isBlockNode(node: Node | undefined): node is YAMLMap | YAMLSeq {
  return isCollection(node) && node.flow !== true
}

/** Where the text of a value ends: behind its last character, without a comment. */
export function contentEnd(text: string, slot: Slot): number {
  const { node } = slot
  if (!isBlockNode(node)) return isWritten(node) ? (node?.range?.[1] ?? slot.propsEnd) : slot.propsEnd
  const last = childSlots(text, node).at(-1)
  return last === undefined ? slot.propsEnd : contentEnd(text, last)
}

/** Tells whether a value has any text. */
export function isWritten(node: Node | undefined): boolean {
  return node?.range != null && (!isScalar(node) || node.range[0] < node.range[1])
}

function entrySlot(text: string, pair: Pair, inFlow: boolean): Slot {
  const start = entryStart(pair)
  const separator = pair.srcToken?.sep ?? []
  const colon = separator.find((token) => token.type === 'map-value-ind')
  const keyEnd = isNode(pair.key) && pair.key.range ? pair.key.range[1] : start
  const indicatorEnd = colon && colon.offset + colon.source.length
  const propsEnd = endOf(propertyTokens(separator)) ?? indicatorEnd ?? keyEnd
  const node = isNode(pair.value) ? pair.value : undefined
  return { kind: 'entry', node, start, column: columnOf(text, start), indicatorEnd, propsEnd, inFlow }
}

function elementSlot(text: string, item: unknown, tokens: readonly CST.SourceToken[], inFlow: boolean): Slot {
  const node = isNode(item) ? item : undefined
  const dash = tokens.find((token) => token.type === 'seq-item-ind')
  const properties = propertyTokens(tokens)
  const start = dash?.offset ?? properties[0]?.offset ?? node?.range?.[0] ?? 0
  const indicatorEnd = dash ? dash.offset + dash.source.length : start
  const propsEnd = endOf(properties) ?? indicatorEnd
  return { kind: 'element', node, start, column: columnOf(text, start), indicatorEnd, propsEnd, inFlow }
}

function propertyTokens(tokens: readonly CST.SourceToken[]): readonly CST.SourceToken[] {
  return tokens.filter(({ type }) => type === 'anchor' || type === 'tag' || type === 'explicit-key-ind')
}

function endOf(tokens: readonly CST.SourceToken[]): number | undefined {
  const last = tokens.at(-1)
  return last && last.offset + last.source.length
}
