import fc from 'fast-check'
import { expect, it } from 'vitest'
import { definePolicy } from '../../decide/define-policy.ts'
import { mergePolicy } from '../../decide/presets.ts'
import { createMemoryArchive } from '../../testing/memory-archive.ts'
import { createMemoryConfigHub } from '../../testing/memory-config-hub.ts'
import { createMemoryGit } from '../../testing/memory-git.ts'
import { createTestCall } from '../../testing/test-call.ts'
import { publish } from './publish.ts'
import type { PublishOptions } from './publish-options.ts'

const text = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n`

function start() {
  const git = createMemoryGit({ files: { 'prod/a.yaml': text('a'), 'prod/b.yaml': text('b') } })
  const confighub = createMemoryConfigHub({ name: 'confighub:prod' })
  const archive = createMemoryArchive({ name: 'archive:prod' })
  return {
    written: () => Object.keys(confighub.state()).sort(),
    publish: (options: Partial<PublishOptions>) =>
      publish(
        { git: git.endpoint('prod'), confighub, archive },
        { environment: 'prod', policy: mergePolicy, ...options },
        createTestCall({ now: () => Date.parse('2026-12-24T00:00:00Z') }),
      ),
  }
}

it('a veto of one unit stops the run before its first write, with the reason', async () => {
  const run = start()
  const seen: string[] = []
  const report = await run.publish({
    validate: [
      (plan) => {
        seen.push(...plan.units.map((unit) => unit.stock.unit))
        return []
      },
      async () => [{ unit: 'b', reason: 'no owner label' }],
    ],
  })
  expect(seen).toEqual(['a', 'b'])
  expect(report.outcome).toBe('blocked')
  expect(report.units.find((unit) => unit.unit === 'b')?.obstacle).toBe('vetoed by a guard: no owner label')
  expect(run.written()).toEqual([])
})

it('a veto of the whole plan, or of a unit that does not differ, stops it too', async () => {
  const run = start()
  for (const veto of [{ reason: 'change board says no' }, { unit: 'gone', reason: 'change board says no' }]) {
    const report = await run.publish({ validate: [() => [veto]] })
    expect(report.summary).toContain('change board says no')
    expect(run.written()).toEqual([])
  }
  await run.publish({ validate: [() => []] })
  expect(run.written()).toEqual(['a', 'b'])
})

it('a freeze holds even what is forced, and ends', async () => {
  const run = start()
  const window = (until: string) => [{ from: '2026-12-20T00:00:00Z', until, reason: 'holidays' }]
  const held = await run.publish({ freeze: window('2026-12-27T00:00:00Z'), force: {} })
  expect([held.outcome, run.written()]).toEqual(['held', []])
  expect((await run.publish({ freeze: window('2026-12-24T00:00:00Z') })).outcome).toBe('done')
  expect(run.written()).toEqual(['a', 'b'])
})

it('a unit that a rule holds or blocks never reaches the store', async () => {
  const decisions = fc.constantFrom('hold', 'block', 'leave', 'take')
  await fc.assert(
    fc.asyncProperty(decisions, decisions, async (a, b) => {
      const run = start()
      const rules = Object.entries({ a, b }).map(([unit, decide]) => ({
        id: unit,
        match: { unit },
        decide:
          decide === 'hold' || decide === 'block' || decide === 'leave' ? decide : { take: 'git' as const },
      }))
      await run.publish({ policy: definePolicy({ name: 'p', rules }) })
      const isBlocked = a === 'block' || b === 'block'
      const wanted = Object.entries({ a, b }).flatMap(([unit, decide]) => (decide === 'take' ? [unit] : []))
      expect(run.written()).toEqual(isBlocked ? [] : wanted)
    }),
    { numRuns: 16 },
  )
})
