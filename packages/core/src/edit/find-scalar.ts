import type { FieldPath } from '../model/field-path.ts'
import { findElement } from '../model/find-element.ts'
import { getField } from '../model/get-field.ts'
import { isJsonList, isJsonObject, type Tree } from '../model/json.ts'
import { findInlineEnd } from '../parse/find-inline-end.ts'
import { beginLines, isItem, type LineCursor, nextLine, skipSpaces } from '../parse/line-cursor.ts'
import type { ParsedResource } from '../parse/parsed-unit.ts'
import { findKeyEnd, keyBefore } from '../parse/read-block-key.ts'

/** Where a scalar stands in a text, its quotes included. */
export interface ScalarPlace {
  readonly start: number
  readonly end: number
}

/**
 * Finds the scalar at a path of a resource by the indents of the lines alone, in a text that `readBlockUnit` has read.
 * Undefined where nothing is there that stands on one line.
 */
export function findScalar(
  text: string,
  { value, line: number }: Pick<ParsedResource, 'value' | 'line'>,
  path: FieldPath,
): ScalarPlace | undefined {
  const line = beginLines(text)
  while (line.indent >= 0 && line.number < number) nextLine(line)
  let below: Tree = value
  for (const segment of path) {
    if (!enterChild(line, below, segment)) return undefined
    below = getField(below, [segment])
  }
  const start = line.content
  const end = findInlineEnd(text, start, line.end)
  return end < 0 ? undefined : { start, end }
}

function enterChild(line: LineCursor, value: Tree, segment: string): boolean {
  if (isJsonObject(value)) return enterEntry(line, segment)
  const element = isJsonList(value) ? findElement(value, segment) : undefined
  return element?.kind === 'found' && enterElement(line, element.index)
}

function enterEntry(line: LineCursor, key: string): boolean {
  const { text, indent } = line
  for (; line.indent >= indent; nextLine(line)) {
    if (line.indent > indent) continue
    const colon = findKeyEnd(text, line.content, line.end)
    if (colon < 0 || keyBefore(text, line.content, colon) !== key) continue
    enterValue(line, colon + 1)
    return true
  }
  return false
}

function enterElement(line: LineCursor, index: number): boolean {
  const { indent } = line
  for (let left = index; line.indent >= indent; nextLine(line)) {
    if (line.indent > indent) continue
    if (!isItem(line)) return false
    if (left === 0) {
      enterValue(line, line.content + 1)
      return true
    }
    left -= 1
  }
  return false
}

// To what stands behind a colon or a dash, or to the line below.
function enterValue(line: LineCursor, from: number): void {
  const start = skipSpaces(line.text, from, line.end)
  if (start === line.end || line.text[start] === '#') {
    nextLine(line)
    return
  }
  line.indent += start - line.content
  line.content = start
}
