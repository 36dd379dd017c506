import { describe, expect, it } from 'vitest'
import type { ForceScope } from '../decide/force.ts'
import { createMemoryArchive } from '../testing/memory-archive.ts'
import { createMemoryConfigHub } from '../testing/memory-config-hub.ts'
import { createMemoryGit } from '../testing/memory-git.ts'
import { createTestCall } from '../testing/test-call.ts'
import { publish } from './publish.ts'

const settings = (x: string, y: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\ndata:\n  x: ${x}\n  z: ${y}\n`
const secret = (token: string) =>
  `apiVersion: v1\nkind: Secret\nmetadata:\n  name: token\ndata:\n  token: ${btoa(token)}\n`

/** Two units in conflict with what an operator set; in one, in two fields. */
async function startConflict(text: (value: string) => string = (value) => settings(value, value)) {
  const git = createMemoryGit({ files: { 'prod/a.yaml': text('old'), 'prod/b.yaml': text('old') } })
  const confighub = createMemoryConfigHub()
  const archive = createMemoryArchive()
  const run = (force?: ForceScope) =>
    publish(
      { git: git.endpoint('prod'), confighub, archive },
      { environment: 'prod', secrets: 'carry', ...(force === undefined ? {} : { force }) },
      createTestCall(),
    )
  await run()
  git.commit({ 'prod/a.yaml': text('git'), 'prod/b.yaml': text('git') }, 'Change both')
  const operator = confighub.as({ kind: 'person', name: 'olga' })
  for (const unit of ['a', 'b']) operator.write(unit, text('hub'), 'by hand')
  return { run, state: () => confighub.state() }
}

describe('a forced publish', () => {
  it('of the run overwrites everything, lists it, and is recorded as forced', async () => {
    const { run, state } = await startConflict()
    expect((await run()).outcome).toBe('blocked')
    const report = await run({})
    expect(report.overwritten.map(({ unit, path, right }) => [unit, path, right])).toEqual([
      ['a', '/data/x', '"hub"'],
      ['a', '/data/z', '"hub"'],
      ['b', '/data/x', '"hub"'],
      ['b', '/data/z', '"hub"'],
    ])
    expect(state()['a']?.text).toBe(settings('git', 'git'))
    expect(state()['b']?.description).toMatch(/^CI \(forced\): Change both \(tideway \S+\)$/)
  })

  it('of one unit leaves the conflict of the other, which blocks the run before any write', async () => {
    const { run, state } = await startConflict()
    const report = await run({ units: ['a'] })
    expect(report.outcome).toBe('blocked')
    expect(report.units.map(({ unit, verdict }) => [unit, verdict])).toEqual([
      ['a', 'write'],
      ['b', 'block'],
    ])
    expect(state()['a']?.text).toBe(settings('hub', 'hub'))
    expect((await run({ units: ['*'] })).outcome).toBe('done')
  })

  it('of one field leaves the conflict of the other field', async () => {
    const { run, state } = await startConflict()
    const report = await run({ paths: ['/data/x'] })
    expect(report.outcome).toBe('blocked')
    expect(report.units[0]?.fields.map(({ path, rule, verdict }) => [path, rule, verdict])).toEqual([
      ['/data/x', 'force', 'take'],
      ['/data/z', 'publish-conflict', 'block'],
    ])
    expect(state()['a']?.text).toBe(settings('hub', 'hub'))
  })

  it('lists the values of Secrets as <secret> only', async () => {
    const { run, state } = await startConflict(secret)
    const report = await run({})
    expect(report.overwritten.map(({ right }) => right)).toEqual(['<secret>', '<secret>'])
    expect(JSON.stringify(report)).not.toContain(btoa('hub'))
    expect(JSON.stringify(report)).not.toContain(btoa('git'))
    expect(state()['a']?.text).toBe(secret('git'))
  })
})
