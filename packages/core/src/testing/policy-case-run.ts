import { presets } from '../decide/presets.ts'
import { type PolicyCaseResult, runPolicyCase } from './policy-case-result.ts'
import type { PolicyCases } from './policy-cases.ts'
import { loadPolicyCases } from './policy-loader.ts'

/** How {@link runPolicyCases} reports: as `test` of vitest, node:test and most other runners do. */
export interface PolicyCaseRunner {
  readonly test: (name: string, body: () => void) => unknown
}

/**
 * Makes a test of every case; a case that does not hold throws an Error with a readable difference.
 * Takes a file, a folder (every `*.cases.yaml` and `case.yaml` below it), or cases that were read already.
 *
 * @example
 * import { test } from 'node:test'
 * runPolicyCases('policies', { test })
 */
export function runPolicyCases(cases: string | PolicyCases, runner: PolicyCaseRunner): void {
  const files = typeof cases === 'string' ? loadPolicyCases(cases) : [cases]
  for (const file of files) {
    for (const item of file.cases) {
      runner.test(`${file.name}: ${item.name}`, () => {
        const { differences } = runPolicyCase(file.policy, item, file.readSide)
        if (differences.length > 0) throw new Error(`${item.name}\n  ${differences.join('\n  ')}`)
      })
    }
  }
}

/** The rules of the policy's own that decided nothing in these results; those of presets only where it is one. */
export function findUntestedRules(
  policy: PolicyCases['policy'],
  results: readonly PolicyCaseResult[],
): readonly string[] {
  const inherited = new Set(presets.flatMap((preset) => preset.rules))
  const own = policy.rules.filter((rule) => !inherited.has(rule))
  const rules = own.length === 0 ? policy.rules : own
  const used = new Set(
    results.flatMap(({ units }) =>
      units.flatMap(({ decisions }) => Object.values(decisions).map(({ rule }) => rule)),
    ),
  )
  return [...new Set(rules.map(({ id }) => id))].filter((id) => !used.has(id))
}
