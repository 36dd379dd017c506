import { resolvePlainScalar } from './resolve-plain-scalar.ts'

/** Where a scalar is written: plain text means less inside brackets. */
export type ScalarPlace = 'block' | 'flow' | 'json'

type Scalar = null | boolean | number | bigint | string

// What some YAML 1.1 or 1.2 reader takes for a number, a sexagesimal or a date.
const numberLike =
  /^[-+]?(0[xXoObB][0-9a-fA-F_]+|[0-9_]*(\.[0-9_]*)?([eE][-+]?[0-9_]+)?|[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?)$/
const dateLike = /^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}($|[Tt ])/
const wordLike = /^(<<|=|[-+]?\.(inf|nan)|---.*)$/i
const plainInBlock = /^([^\s\-?:,[\]{}#&*!|>'"%@`]|-[^\s])([^\n\r\t]*\S)?$/
const plainInFlow = /^[A-Za-z0-9_./][A-Za-z0-9_./-]*$/
// Control characters, other line ends of YAML 1.1, and what no reader has to accept.
const mustEscape = /[\p{Cc}\p{Surrogate}\u{2028}\u{2029}\u{feff}\u{fffe}\u{ffff}]/u

/**
 * Writes a scalar on one line, so that every reader takes it for the same value: strings that YAML 1.1 or 1.2
 * would read as something else are double-quoted. Throws a RangeError for numbers that JSON does not have.
 */
export function formatScalar(value: Scalar, place: ScalarPlace): string {
  if (typeof value === 'string') return isPlain(value, place) ? value : quoteString(value)
  return typeof value === 'number' ? formatNumber(value) : String(value)
}

// JavaScript shortens large numbers; as integers they are read exactly, so they are written exactly.
function formatNumber(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`${value} is no JSON value`)
  return Number.isInteger(value) && Math.abs(value) < 2 ** 64 ? String(BigInt(value)) : String(value)
}

/** Tells whether a string may stand without quotes. */
function isPlain(text: string, place: ScalarPlace): boolean {
  if (place === 'json') return false
  if (!(place === 'flow' ? plainInFlow : plainInBlock).test(text)) return false
  if (text.includes(': ') || text.endsWith(':') || text.includes(' #') || mustEscape.test(text)) return false
  if (numberLike.test(text) || dateLike.test(text) || wordLike.test(text)) return false
  return typeof resolvePlainScalar(text) === 'string'
}

/** Writes a string in double quotes, as JSON does, with everything escaped that a YAML reader may refuse. */
export function quoteString(text: string): string {
  const escaped = new RegExp(mustEscape, 'gu')
  return JSON.stringify(text).replace(escaped, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}

/** Tells whether a string can be written as a literal block (`|`) that all readers agree on. */
export function isLiteral(text: string): boolean {
  const isClean = !mustEscape.test(text.replace(/[\n\t]/g, ''))
  return isClean && /^\S.*\n/.test(text) && !/^[ \t]+$/m.test(text) && !text.endsWith('\n\n')
}
