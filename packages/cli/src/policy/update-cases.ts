import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { CaseExpectation, CaseUnitResult, PolicyCaseResult, PolicyCases } from '@tideway/core/testing'
import { type Document, parseDocument } from 'yaml'

/**
 * Writes into a file of cases, and into the files that its cases name for a result, what was decided where that is not
 * what they expect; comments stay. Returns what it could not write, a line for each.
 */
export function updateCases(
  file: string,
  form: PolicyCases['form'],
  results: readonly PolicyCaseResult[],
): readonly string[] {
  const failed = results.filter(({ differences }) => differences.length > 0)
  if (failed.length === 0) return []
  const document = parseDocument(readFileSync(file, 'utf8'))
  const folder = dirname(file)
  const left = failed.flatMap((result) => {
    const { case: item, verdict, order, units } = result
    const place = form === 'list' ? ['cases', results.indexOf(result)] : []
    const expectations = units.map((unit) => {
      const named = item.units?.[unit.unit]
      const at = named === undefined ? place : [...place, 'units', unit.unit]
      return updateUnit(document, [...at, 'expect'], named?.expect ?? item.expect, unit, folder)
    })
    document.setIn([...place, 'expect', 'verdict'], verdict)
    if (item.expect.order !== undefined) {
      document.setIn([...place, 'expect', 'order'], document.createNode(order, { flow: true }))
    }
    return expectations.flatMap((line) => (line === undefined ? [] : [`${item.name}: ${line}`]))
  })
  writeFileSync(file, document.toString({ lineWidth: 0 }))
  return left
}

function updateUnit(
  document: Document,
  place: readonly (string | number)[],
  expected: CaseExpectation,
  { unit, verdict, decided, result }: CaseUnitResult,
  folder: string,
): string | undefined {
  document.setIn([...place, 'verdict'], verdict)
  if (expected.decisions !== undefined) {
    document.setIn([...place, 'decisions'], document.createNode(decided))
  }
  if (expected.result === undefined) return undefined
  if (typeof expected.result === 'string') {
    writeFileSync(join(folder, expected.result), result.text)
    return undefined
  }
  if (result.side === undefined) {
    return `the result of ${unit} does not have all that "resource" says; write it yourself`
  }
  document.setIn([...place, 'result'], document.createNode(result.side))
  return undefined
}
