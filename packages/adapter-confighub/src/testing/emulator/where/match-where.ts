import type { Catalogue, FieldKind, Row } from '../catalogue.ts'
import { notModelled } from '../not-modelled.ts'
import { Refusal } from '../refusal.ts'
import { resolveField } from '../resolve-field.ts'
import type { Clause, Comparison, Literal } from './clause.ts'

type Predicate = (row: Row) => boolean

/**
 * Makes the predicate of a parsed where expression. As in SQL, a missing label satisfies no comparison.
 *
 * Throws a 400 refusal for an unknown field or a literal of the wrong type, before any row is looked at.
 */
export function matchWhere(catalogue: Catalogue, clauses: readonly Clause[]): Predicate {
  const predicates = clauses.map((clause) => matchClause(catalogue, clause))
  return (row) => predicates.every((predicate) => predicate(row))
}

function matchClause(catalogue: Catalogue, clause: Clause): Predicate {
  const { kind, read } = resolveField(catalogue, clause.path)
  if (kind === 'opaque') throw notModelled(`${clause.path} in where`)
  if (clause.kind === 'length') {
    if (kind !== 'map') throw new Refusal(400, `Invalid where: LEN(${clause.path}) needs a map.`)
    return (row) => compare(Object.keys(Object(read(row) ?? {})).length, clause.by, clause.to)
  }
  if (kind === 'map') throw new Refusal(400, `Invalid where: name a key, as in ${clause.path}.key.`)
  if (clause.kind === 'null') return (row) => (read(row) === undefined) !== clause.negated
  const present = (test: (value: Literal) => boolean): Predicate => {
    return (row) => {
      const value = read(row)
      return value !== undefined && test(toComparable(kind, clause.path, value))
    }
  }
  if (clause.kind === 'like') {
    if (kind !== 'text') throw new Refusal(400, `Invalid where: LIKE needs a text, ${clause.path} is none.`)
    return present((value) => clause.pattern.test(String(value)) !== clause.negated)
  }
  if (clause.kind === 'in') {
    const list = clause.list.map((literal) => toComparable(kind, clause.path, literal))
    return present((value) => list.includes(value) !== clause.negated)
  }
  const to = toComparable(kind, clause.path, clause.to)
  return present((value) => compare(value, clause.by, to))
}

function compare(left: Literal, by: Comparison, right: Literal): boolean {
  switch (by) {
    case '=':
      return left === right
    case '!=':
      return left !== right
    case '<':
      return left < right
    case '<=':
      return left <= right
    case '>':
      return left > right
    case '>=':
      return left >= right
  }
}

function toComparable(kind: FieldKind, path: string, value: unknown): Literal {
  const comparable = kind === 'time' && typeof value === 'string' ? Date.parse(value) : value
  if (kind === 'text' && typeof comparable === 'string') return comparable
  if (kind !== 'text' && typeof comparable === 'number' && !Number.isNaN(comparable)) return comparable
  throw new Refusal(400, `Invalid where: ${path} is compared with a value of another type.`)
}
