import { isJsonList, isJsonObject, type Json, type JsonObject } from '../model/json.ts'
import { formatScalar, isLiteral, quoteString } from '../parse/format-scalar.ts'

/** A number from 0 up to the given one, without it; the same seed rolls the same numbers. */
export type Dice = (sides: number) => number

/** A small generator of even numbers (mulberry32), so that a test can be run again from its seed. */
export function rollDice(seed: number): Dice {
  let state = seed >>> 0
  return (sides) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return sides === 0 ? 0 : ((mixed ^ (mixed >>> 14)) >>> 0) % sides
  }
}

/** Writes documents in the many ways in which people write YAML: styles, comments, blank lines, line ends. */
export function writeByHand(resources: readonly JsonObject[], dice: Dice): string {
  const hand = { dice, indent: 2 + dice(3), listIndent: dice(4) }
  const header = ['', '---\n', '# license\n\n---\n', '# license\n', '\n'][dice(5)] ?? ''
  const separator = ['---\n', '\n---\n', '--- # next\n', '...\n---\n', '---\n# none\n---\n'][dice(5)] ?? ''
  const documents = resources.map((resource) => writeDocument(resource, hand))
  const text = header + documents.join(separator) + (['', '', '# end\n', '---\n', '...\n'][dice(5)] ?? '')
  const ending = dice(6) === 0 ? text.replace(/\n$/, '') : text
  return dice(5) === 0 ? ending.replaceAll('\n', '\r\n') : ending
}

interface Hand {
  readonly dice: Dice
  readonly indent: number
  readonly listIndent: number
}

function writeDocument(resource: JsonObject, hand: Hand): string {
  if (hand.dice(12) === 0) return `${JSON.stringify(resource, undefined, hand.dice(2) * 2)}\n`
  return writeMap(resource, 0, hand)
}

function writeMap(map: JsonObject, column: number, hand: Hand): string {
  return Object.entries(map)
    .map(([key, value]) => {
      const name = `${' '.repeat(column)}${hand.dice(8) === 0 ? quoteString(key) : formatScalar(key, 'block')}:`
      const isShown = isFilled(value) && hand.dice(5) > 0
      const above = writeNoise(column, hand)
      if (!isShown) return above + name + writeShort(value, column, hand)
      const step = isJsonList(value) ? hand.listIndent : hand.indent
      return `${above}${name}${writeRemark(hand)}\n${writeNested(value, column + step, hand)}`
    })
    .join('')
}

function writeNested(value: JsonObject | readonly Json[], column: number, hand: Hand): string {
  return isJsonList(value) ? writeList(value, column, hand) : writeMap(value, column, hand)
}

function writeList(list: readonly Json[], column: number, hand: Hand): string {
  return list
    .map((item) => {
      const margin = `${writeNoise(column, hand)}${' '.repeat(column)}-`
      if (!isFilled(item) || hand.dice(5) === 0) return margin + writeShort(item, column, hand)
      if (hand.dice(6) === 0) return `${margin}\n${writeNested(item, column + 2, hand)}`
      const quiet = { ...hand, dice: (sides: number) => (sides === 9 ? 0 : hand.dice(sides)) }
      return `${margin} ${writeNested(item, column + 2, quiet).slice(column + 2)}`
    })
    .join('')
}

function isFilled(value: Json): value is JsonObject | readonly Json[] {
  return isJsonList(value) ? value.length > 0 : isJsonObject(value) && Object.keys(value).length > 0
}

function writeShort(value: Json, column: number, hand: Hand): string {
  if (value === null) return `${['', ' null', ' ~'][hand.dice(3)] ?? ''}${writeRemark(hand)}\n`
  if (typeof value !== 'string') return ` ${writeFlow(value, hand)}${writeRemark(hand)}\n`
  if (isLiteral(value) && hand.dice(3) > 0) {
    const margin = ' '.repeat(column + 1 + hand.dice(4))
    const body = value.replace(/\n$/, '').split('\n')
    const header = `${value.endsWith('\n') ? '|' : '|-'}${hand.dice(4) === 0 ? ' # text' : ''}`
    return ` ${header}\n${body.map((line) => (line === '' ? '\n' : `${margin}${line}\n`)).join('')}`
  }
  const margin =
    hand.dice(10) === 0 ? `\n${' '.repeat(column + 1 + hand.dice(3))}` : ' '.repeat(1 + hand.dice(2))
  return `${margin}${writeText(value, 'block', hand)}${writeRemark(hand)}\n`
}

function writeText(value: string, place: 'block' | 'flow', hand: Hand): string {
  if (/^[ -~]*$/.test(value) && hand.dice(4) === 0) return `'${value.replaceAll("'", "''")}'`
  return hand.dice(4) === 0 ? quoteString(value) : formatScalar(value, place)
}

function writeFlow(value: Json, hand: Hand): string {
  const space = hand.dice(2) === 0 ? ' ' : ''
  if (isJsonList(value)) {
    return `[${space}${value.map((item) => writeFlow(item, hand)).join(`${space}, `)}${space}]`
  }
  if (!isJsonObject(value)) {
    return typeof value === 'string' ? writeText(value, 'flow', hand) : formatScalar(value, 'flow')
  }
  const entries = Object.entries(value)
  return `{${space}${entries.map(([key, item]) => `${writeText(key, 'flow', hand)}: ${writeFlow(item, hand)}`).join(', ')}${space}}`
}

function writeNoise(column: number, hand: Hand): string {
  const margin = ' '.repeat(column)
  return ['', '', '', '', '', '', '\n', `${margin}# note\n`, `\n${margin}# note\n`][hand.dice(9)] ?? ''
}

function writeRemark(hand: Hand): string {
  return ['', '', '', '', ' # remark', '  '][hand.dice(6)] ?? ''
}
