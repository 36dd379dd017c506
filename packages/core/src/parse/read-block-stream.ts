import type { Json, JsonObject } from '../model/json.ts'
import { type BlockLine, cutBlockLines } from './block-lines.ts'
import type { ParseLimits } from './parse-limits.ts'
import { readInlineValue } from './read-inline-value.ts'
import { readLiteral } from './read-literal.ts'
import { resolvePlainScalar } from './resolve-plain-scalar.ts'

/** One document of a stream, and the line on which its content begins. */
export interface BlockDocument {
  readonly value: JsonObject
  readonly line: number
}

/** Thrown and caught in this file, where a text turns out to hold something else. */
class OutsideSubset extends Error {}

interface Reading {
  readonly text: string
  readonly lines: readonly BlockLine[]
  readonly deepest: number
  /** The index of the current line. */
  at: number
  /** The current line; behind a dash it begins, with its indent, where the item does. */
  line: BlockLine | undefined
}

const outside =
  /[^\n\x20-\x7e\u{a1}-\u{2027}\u{202a}-\u{d7ff}\u{e000}-\u{fefe}\u{ff00}-\u{fffd}\u{10000}-\u{10ffff}]/u
const mapEntry = /^(?:([A-Za-z_/][\w./-]*)|"([^"\\]*)"|'([^']*)') *:(?: +|$)/
const literalHeader = /^\|([-+]?) *(?: #.*)?$/
// `false`; a longer plain key is never anything but a text.
const longestWord = 5

/**
 * Reads the block subset of YAML in which people and tools write manifests: maps, lists, scalars on one line,
 * literal blocks, comments. Undefined for every text that holds anything else, or anything wrong: that is for the
 * full reader. Where this one answers, it answers as that one does, some twenty times faster.
 */
export function readBlockStream(text: string, limits: ParseLimits): readonly BlockDocument[] | undefined {
  if (text.length > limits.characters || outside.test(text)) return undefined
  const lines = cutBlockLines(text)
  try {
    return readStream({ text, lines, deepest: limits.depth, at: 0, line: lines[0] }, limits.documents)
  } catch (error) {
    if (error instanceof OutsideSubset) return undefined
    throw error
  }
}

function readStream(reading: Reading, most: number): readonly BlockDocument[] {
  const documents: BlockDocument[] = []
  for (let count = 1; reading.line !== undefined; count += 1) {
    if (count > most) throw new OutsideSubset()
    if (isMarker(reading)) advance(reading)
    if (isMarker(reading) || reading.line === undefined) continue
    const { number, indent } = reading.line
    documents.push({ value: readMap(reading, indent, 1), line: number })
    if (reading.line !== undefined && !isMarker(reading)) throw new OutsideSubset()
  }
  return documents
}

function readMap(reading: Reading, indent: number, depth: number): JsonObject {
  if (depth >= reading.deepest) throw new OutsideSubset()
  const map: Record<string, Json> = Object.create(null)
  while (reading.line?.indent === indent && !isMarker(reading)) {
    const content = contentOf(reading, reading.line)
    const match = mapEntry.exec(content)
    const key = match?.[1] ?? match?.[2] ?? match?.[3]
    if (match === null || key === undefined || key in map || (match[1] === key && isWord(key)))
      throw new OutsideSubset()
    map[key] = readValue(reading, content.slice(match[0].length), indent, depth, true)
  }
  return endBlock(reading, indent, map)
}

function readList(reading: Reading, indent: number, depth: number): readonly Json[] {
  if (depth >= reading.deepest) throw new OutsideSubset()
  const list: Json[] = []
  while (reading.line?.indent === indent) {
    const content = contentOf(reading, reading.line)
    if (!isItem(content)) break
    const item = content.slice(1).replace(/^ +/, '')
    if (isItem(item) || mapEntry.test(item)) {
      reading.line = { ...reading.line, indent: indent + content.length - item.length }
      list.push(readBlock(reading, reading.line, depth + 1))
    } else list.push(readValue(reading, item, indent, depth, false))
  }
  return endBlock(reading, indent, list)
}

function readBlock(reading: Reading, line: BlockLine, depth: number): Json {
  const read = isItem(contentOf(reading, line)) ? readList : readMap
  return read(reading, line.indent, depth)
}

// What stands behind a colon or a dash, or below it; the lists of a map may stand below their key without an indent.
function readValue(reading: Reading, rest: string, indent: number, depth: number, inMap: boolean): Json {
  if (rest === '' || rest.startsWith('#')) {
    advance(reading)
    const { line } = reading
    if (line === undefined || isMarker(reading)) return null
    if (line.indent > indent) return readBlock(reading, line, depth + 1)
    const isList = inMap && line.indent === indent && isItem(contentOf(reading, line))
    return isList ? readList(reading, indent, depth + 1) : null
  }
  const header = literalHeader.exec(rest)
  if (header !== null)
    return skipTo(reading, readLiteral(reading.text, nextLine(reading), indent, header[1] ?? ''))
  const inline = readInlineValue(rest)
  if (inline === undefined) throw new OutsideSubset()
  advance(reading)
  return endBlock(reading, indent, inline.value)
}

// A line that stands deeper than what has ended goes on with it in a way that is not read here, or is wrong.
function endBlock<Value>(reading: Reading, indent: number, value: Value): Value {
  if (reading.line !== undefined && reading.line.indent > indent) throw new OutsideSubset()
  return value
}

function advance(reading: Reading): void {
  reading.at += 1
  reading.line = reading.lines[reading.at]
}

function nextLine(reading: Reading): number {
  return reading.line === undefined ? reading.text.length : reading.line.end + 1
}

function skipTo(reading: Reading, literal: ReturnType<typeof readLiteral>): string {
  if (literal === undefined) throw new OutsideSubset()
  while (reading.line !== undefined && reading.line.start < literal.next) advance(reading)
  return literal.value
}

function contentOf({ text }: Reading, line: BlockLine): string {
  return text.slice(line.start + line.indent, line.end)
}

function isItem(content: string): boolean {
  return content === '-' || content.startsWith('- ')
}

// Every line that looks like a marker; all but the plain one are refused, as they begin no entry of a map.
function isMarker({ text, line }: Reading): boolean {
  return (
    line !== undefined &&
    line.indent === 0 &&
    line.end - line.start === 3 &&
    text.startsWith('---', line.start)
  )
}

function isWord(key: string): boolean {
  return key.length <= longestWord && typeof resolvePlainScalar(key) !== 'string'
}
