import type { Json, JsonObject } from '../model/json.ts'
import { beginLines, goToLine, isItem, type LineCursor, nextLine, skipSpaces } from './line-cursor.ts'
import type { ParseLimits } from './parse-limits.ts'
import { findKeyEnd, keyBefore } from './read-block-key.ts'
import { readInlineValue } from './read-inline-value.ts'
import { readLiteral } from './read-literal.ts'
import { longestWord, resolvePlainScalar } from './resolve-plain-scalar.ts'

/** One document of a stream, and the line on which its content begins. */
export interface BlockDocument {
  readonly value: JsonObject
  readonly line: number
}

/** Thrown and caught in this file, where a text turns out to hold something else. */
class OutsideSubset extends Error {}

interface Reading {
  readonly text: string
  /** Behind a dash, the current line begins, with its indent, where the item does. */
  readonly line: LineCursor
  readonly deepest: number
}

// Most texts hold nothing but this, and it is quickly seen.
const beyondAscii = /[^\n\x20-\x7e]/
const outside =
  /[^\n\x20-\x7e\u{a1}-\u{2027}\u{202a}-\u{d7ff}\u{e000}-\u{fefe}\u{ff00}-\u{fffd}\u{10000}-\u{10ffff}]/u
const literalHeader = /^\|([-+]?) *(?: #.*)?$/
const hash = 0x23
const bar = 0x7c

/**
 * Reads the block subset of YAML in which people and tools write manifests: maps, lists, scalars on one line,
 * literal blocks, comments. Undefined for every text that holds anything else, or anything wrong: that is for the
 * full reader. Where this one answers, it answers as that one does, some twenty times faster.
 */
export function readBlockStream(text: string, limits: ParseLimits): readonly BlockDocument[] | undefined {
  if (text.length > limits.characters || (beyondAscii.test(text) && outside.test(text))) return undefined
  try {
    return readStream({ text, line: beginLines(text), deepest: limits.depth }, limits.documents)
  } catch (error) {
    if (error instanceof OutsideSubset) return undefined
    throw error
  }
}

function readStream(reading: Reading, most: number): readonly BlockDocument[] {
  const { line } = reading
  const documents: BlockDocument[] = []
  for (let count = 1; line.indent >= 0; count += 1) {
    if (count > most) throw new OutsideSubset()
    if (isMarker(line)) nextLine(line)
    if (isMarker(line) || line.indent < 0) continue
    const { number, indent } = line
    documents.push({ value: readMap(reading, indent, 1), line: number })
    if (line.indent >= 0 && !isMarker(line)) throw new OutsideSubset()
  }
  return documents
}

function readMap(reading: Reading, indent: number, depth: number): JsonObject {
  if (depth >= reading.deepest) throw new OutsideSubset()
  const { text, line } = reading
  const map: Record<string, Json> = Object.create(null)
  while (line.indent === indent && !isMarker(line)) {
    const { content } = line
    const colon = findKeyEnd(text, content, line.end)
    if (colon < 0) throw new OutsideSubset()
    const key = keyBefore(text, content, colon)
    const isPlain = key.length === colon - content
    if (map[key] !== undefined || (isPlain && isWord(key))) throw new OutsideSubset()
    map[key] = readValue(reading, colon + 1, indent, depth, true)
  }
  return endBlock(reading, indent, map)
}

function readList(reading: Reading, indent: number, depth: number): readonly Json[] {
  if (depth >= reading.deepest) throw new OutsideSubset()
  const { text, line } = reading
  const list: Json[] = []
  while (line.indent === indent && isItem(line)) {
    const item = skipSpaces(text, line.content + 1, line.end)
    if (isItem(line, item) || findKeyEnd(text, item, line.end) >= 0) {
      line.indent += item - line.content
      line.content = item
      list.push(readBlock(reading, depth + 1))
    } else list.push(readValue(reading, item, indent, depth, false))
  }
  return endBlock(reading, indent, list)
}

function readBlock(reading: Reading, depth: number): Json {
  const { line } = reading
  return isItem(line) ? readList(reading, line.indent, depth) : readMap(reading, line.indent, depth)
}

// What stands behind a colon or a dash, or below it; the lists of a map may stand below their key without an indent.
function readValue(reading: Reading, from: number, indent: number, depth: number, inMap: boolean): Json {
  const { text, line } = reading
  const start = skipSpaces(text, from, line.end)
  const first = start === line.end ? hash : text.charCodeAt(start)
  if (first === hash) {
    nextLine(line)
    if (isMarker(line)) return null
    if (line.indent > indent) return readBlock(reading, depth + 1)
    return inMap && line.indent === indent && isItem(line) ? readList(reading, indent, depth + 1) : null
  }
  if (first === bar) return readLiteralBelow(reading, start, indent)
  const value = readInlineValue(text, start, line.end)
  if (value === undefined) throw new OutsideSubset()
  nextLine(line)
  return endBlock(reading, indent, value)
}

function readLiteralBelow({ text, line }: Reading, start: number, indent: number): string {
  const header = literalHeader.exec(text.slice(start, line.end))
  const literal = header === null ? undefined : readLiteral(text, line.end + 1, indent, header[1] ?? '')
  if (literal === undefined) throw new OutsideSubset()
  goToLine(line, literal.next, line.number + 1 + literal.lines)
  return literal.value
}

// A line that stands deeper than what has ended goes on with it in a way that is not read here, or is wrong.
function endBlock<Value>({ line }: Reading, indent: number, value: Value): Value {
  if (line.indent > indent) throw new OutsideSubset()
  return value
}

// Every line that looks like a marker; all but the plain one are refused, as they begin no entry of a map.
function isMarker({ text, indent, content, end }: LineCursor): boolean {
  return indent === 0 && end - content === 3 && text.startsWith('---', content)
}

function isWord(key: string): boolean {
  return key.length <= longestWord && typeof resolvePlainScalar(key) !== 'string'
}
