import { describe, expect, it } from 'vitest'
import type { ForceScope } from '../../decide/force.ts'
import { createMemoryArchive } from '../../testing/memory-archive.ts'
import { createMemoryConfigHub } from '../../testing/memory-config-hub.ts'
import { createMemoryGit } from '../../testing/memory-git.ts'
import { createTestCall } from '../../testing/test-call.ts'
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

describe('what cannot be forced', () => {
  it.each([
    [{ units: ['nix'] }, 'unit "nix" matches no unit of either side'],
    [{ units: ['a'], paths: ['/nope'] }, 'path "/nope" matches no field in which git and confighub differ'],
  ])('is told, and nothing is written: %j', async (force, why) => {
    const { run, state } = await startConflict()
    await expect(run(force)).rejects.toMatchObject({
      code: 'TIDEWAY_NOT_FOUND',
      problem: `nothing was forced and nothing written: ${why}`,
    })
    expect(state()['a']?.text).toBe(settings('hub', 'hub'))
  })
})

it('says in its first line that it was forced, over how much', async () => {
  const { run } = await startConflict()
  expect((await run({ units: ['a'] })).summary).toBe('blocked by b, nothing written')
  expect((await run({})).summary).toBe('2 units written; forced over 4 values of ConfigHub’s')
  expect((await run({})).summary).toBe('nothing to write; forced, but nothing was in the way')
})

it.each(['data', 'stringData'])('forces a Secret whose values stand in %s', async (field) => {
  const { run, state } = await startConflict((value) => {
    const shown = field === 'data' ? btoa(value) : value
    return `apiVersion: v1\nkind: Secret\nmetadata:\n  name: token\n${field}:\n  token: ${shown}\n`
  })
  expect((await run()).outcome).toBe('blocked')
  expect((await run({})).outcome).toBe('done')
  expect(state()['a']?.text).toContain(field === 'data' ? btoa('git') : 'token: git')
})

it('a forced publish over both names of a unit lets it be renamed', async () => {
  const git = createMemoryGit({ files: { 'prod/old.yaml': settings('1', '1') } })
  const endpoints = { confighub: createMemoryConfigHub(), archive: createMemoryArchive() }
  const run = (force?: ForceScope) =>
    publish({ git: git.endpoint('prod'), ...endpoints }, { environment: 'prod', force }, createTestCall())
  await run()
  git.commit({ 'prod/old.yaml': undefined, 'prod/new.yaml': settings('1', '1') }, 'Rename')
  const texts = () => Object.entries(endpoints.confighub.state()).map(([unit, { text }]) => [unit, text])
  for (const force of [undefined, { units: ['new'] }]) {
    const { outcome, units } = await run(force)
    expect(outcome).toBe('blocked')
    expect(units[0]?.obstacle).toMatch(/^Git calls unit old new now, .* --force --unit old --unit new$/)
    expect(texts()).toEqual([['old', settings('1', '1')]])
  }
  expect((await run({ units: ['old', 'new'] })).outcome).toBe('done')
  expect(texts()).toEqual([
    ['old', ''],
    ['new', settings('1', '1')],
  ])
})
