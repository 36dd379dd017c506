import { notModelled } from '../not-modelled.ts'
import { Refusal } from '../refusal.ts'
import type { Clause, Comparison, Literal } from './clause.ts'
import { tokenizeWhere, type WhereToken } from './tokenize-where.ts'

const comparisons: readonly string[] = ['=', '!=', '<', '<=', '>', '>='] satisfies Comparison[]
const isComparison = (sign: string): sign is Comparison => comparisons.includes(sign)

/**
 * Parses a where expression: conditions joined by AND, with `= != < <= > >=`, `[NOT] LIKE`, `[NOT] ILIKE`,
 * `[NOT] IN (...)`, `IS [NOT] NULL` and `LEN(field) > 0`.
 *
 * Throws a 400 refusal for what the language lacks (OR, parentheses) and for syntax errors, and a 501 for the
 * regular expressions and `?` that it has and the emulator has not. An empty expression has no conditions.
 */
export function parseWhere(expression: string): readonly Clause[] {
  const tokens = tokenizeWhere(expression)
  let position = 0
  const fail = (wanted: string): never => {
    const found = tokens[position]
    throw new Refusal(
      400,
      `Invalid where: expected ${wanted}, found ${found ? `'${found.value}'` : 'the end'}.`,
    )
  }
  const is = (kind: WhereToken['kind'], value: string, at = position): boolean => {
    const found = tokens[at]
    return found?.kind === kind && String(found.value).toUpperCase() === value
  }
  const take = (kind: 'word' | 'sign', value: string): boolean => {
    if (!is(kind, value)) return false
    position += 1
    return true
  }
  const expect = (kind: 'word' | 'sign', value: string): void => {
    if (!take(kind, value)) fail(`'${value}'`)
  }
  const path = (): string => {
    const found = tokens[position]
    if (found?.kind !== 'word') return fail('a field')
    position += 1
    return found.value
  }
  const literal = (): Literal => {
    const found = tokens[position]
    if (found?.kind !== 'text' && found?.kind !== 'number') return fail('a quoted text or a number')
    position += 1
    return found.value
  }
  const comparison = (): Comparison => {
    const found = tokens[position]
    if (found?.kind !== 'sign') return fail('an operator')
    if (['~', '~*', '!~', '!~*', '?'].includes(found.value)) throw notModelled(`'${found.value}' in where`)
    if (!isComparison(found.value)) return fail('an operator')
    position += 1
    return found.value
  }
  const pattern = (flags: string): RegExp => {
    const value = String(literal())
    const source = value
      .replace(/[$()*+.?[\\\]^{|}]/g, '\\$&')
      .replace(/%/g, '.*')
      .replace(/_/g, '.')
    return new RegExp(`^${source}$`, `s${flags}`)
  }
  const list = (): Literal[] => {
    expect('sign', '(')
    const values = [literal()]
    while (take('sign', ',')) values.push(literal())
    expect('sign', ')')
    return values
  }
  const clause = (): Clause => {
    if (is('word', 'LEN') && is('sign', '(', position + 1)) {
      position += 2
      const measured = path()
      expect('sign', ')')
      const by = comparison()
      const to = literal()
      return typeof to === 'number' ? { kind: 'length', path: measured, by, to } : fail('a number')
    }
    const subject = path()
    if (take('word', 'IS')) {
      const negated = take('word', 'NOT')
      expect('word', 'NULL')
      return { kind: 'null', path: subject, negated }
    }
    const negated = take('word', 'NOT')
    if (take('word', 'LIKE')) return { kind: 'like', path: subject, pattern: pattern(''), negated }
    if (take('word', 'ILIKE')) return { kind: 'like', path: subject, pattern: pattern('i'), negated }
    if (take('word', 'IN')) return { kind: 'in', path: subject, list: list(), negated }
    if (negated) return fail("'LIKE', 'ILIKE' or 'IN'")
    return { kind: 'compare', path: subject, by: comparison(), to: literal() }
  }

  if (tokens.length === 0) return []
  const clauses = [clause()]
  while (position < tokens.length) {
    expect('word', 'AND')
    clauses.push(clause())
  }
  return clauses
}
