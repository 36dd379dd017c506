import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

/** What must always hold, each named by the tests that check it: `describe('invariant 1: …')`. */
const invariants = [
  'unreadable is not absent',
  'every write is conditional on what was read',
  'what is written is original text plus the smallest edit',
  'an ignored path is never written',
  'a conflict known at planning blocks before the first write',
  'after apply, planning again yields nothing',
  'Secret values never reach a report, proposal, plan or archive',
  'everything read from outside has limits',
  'errors have a stable code and a next step',
  'the same input gives the same plan, byte for byte',
  'what judges a change is not read from the change',
] as const

const root = fileURLToPath(new URL('..', import.meta.url))
const tests = globSync('packages/**/*.test.ts', {
  cwd: root,
  exclude: (path) => path === 'node_modules' || path === 'dist',
})
const named = tests.flatMap((path) =>
  [...readFileSync(`${root}/${path}`, 'utf8').matchAll(/describe\(\s*'(invariant .*?)'/g)].map(
    ([, name]) => name,
  ),
)

it.each(invariants.map((invariant, index) => `invariant ${index + 1}: ${invariant}`))(
  '%s: is tested',
  (name) => {
    expect(named).toContain(name)
  },
)

it('no test names an invariant that is not listed', () => {
  const listed: readonly string[] = invariants.map(
    (invariant, index) => `invariant ${index + 1}: ${invariant}`,
  )
  expect(named.filter((name) => name === undefined || !listed.includes(name))).toEqual([])
})
