import { readFileSync, writeFileSync } from 'node:fs'
import type { PolicyCaseResult, PolicyCases } from '@tideway/core/testing'
import { parseDocument } from 'yaml'

/** Writes into a file of cases what was decided, where that is not what it expects; comments stay. */
export function updateCases(
  file: string,
  form: PolicyCases['form'],
  results: readonly PolicyCaseResult[],
): void {
  const failed = results.filter(({ differences }) => differences.length > 0)
  if (failed.length === 0) return
  const document = parseDocument(readFileSync(file, 'utf8'))
  for (const result of failed) {
    const { case: item, verdict, decided } = result
    const place = [...(form === 'list' ? ['cases', results.indexOf(result)] : []), 'expect']
    document.setIn([...place, 'verdict'], verdict)
    if (item.expect.decisions !== undefined) {
      document.setIn([...place, 'decisions'], document.createNode(decided))
    }
  }
  writeFileSync(file, document.toString({ lineWidth: 0 }))
}
