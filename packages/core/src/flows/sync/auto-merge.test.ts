import { beforeEach, describe, expect, it } from 'vitest'
import type { Endpoint } from '../../contract/endpoint.ts'
import { definePolicy, type PolicyDefinition } from '../../decide/define-policy.ts'
import { mergePolicy } from '../../decide/presets.ts'
import { createMemoryArchive } from '../../testing/memory-archive.ts'
import { createMemoryConfigHub } from '../../testing/memory-config-hub.ts'
import { createMemoryGit } from '../../testing/memory-git.ts'
import { createTestCall } from '../../testing/test-call.ts'
import { publish } from '../publish/publish.ts'
import { type SyncOptions, sync } from './sync.ts'

const settings = (level: string, size: number) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\ndata:\n  level: ${level}\n  size: "${size}"\n`

type Rules = PolicyDefinition['rules']
const sizes = { match: { flow: 'sync', path: '/data/size' }, decide: { take: 'confighub' } } as const
const sizesMergeThemselves: Rules = [{ id: 'sizes', autoMerge: true, ...sizes }]

let world: Awaited<ReturnType<typeof openWorld>>
beforeEach(async () => {
  world = await openWorld()
})

async function openWorld() {
  const git = createMemoryGit({ files: { 'prod/web.yaml': settings('info', 1) } })
  const confighub = createMemoryConfigHub()
  const archive = createMemoryArchive()
  const call = createTestCall()
  const endpoints = (change: (endpoint: Endpoint) => Endpoint = (endpoint) => endpoint) => ({
    git: change(git.endpoint('prod')),
    confighub,
    archive,
  })
  await publish(endpoints(), { environment: 'prod' }, call)
  return {
    git,
    operator: confighub.as({ kind: 'person', name: 'olga' }),
    publish: () => publish(endpoints(), { environment: 'prod', policy: mergePolicy }, call),
    sync: (rules: Rules, options: Partial<SyncOptions> = {}, change?: (endpoint: Endpoint) => Endpoint) => {
      const policy = definePolicy({ name: 'shop', extends: [mergePolicy], rules })
      return sync(endpoints(change), { environment: 'prod', policy, autoMerge: 'squash', ...options }, call)
    },
    wanted: () => git.proposals().at(-1)?.proposal.autoMerge,
  }
}

describe('a pull request merges itself', () => {
  it('where the rules that decided all of it say so, and afterwards both sides are equal', async () => {
    world.operator.write('web', settings('info', 2), 'More')
    const report = await world.sync(sizesMergeThemselves)
    expect(report).toMatchObject({
      outcome: 'done',
      summary: 'opened memory:proposal/1 for 1 unit, which merges itself once its checks have passed',
      proposals: [{ kind: 'opened', autoMerge: 'waiting' }],
      units: [{ fields: [{ path: '/data/size', rule: 'sizes', autoMerge: true }] }],
    })
    expect(world.wanted()).toBe('squash')
    expect(world.git.proposals()[0]?.proposal.body).toContain(
      '**Merges itself** once its checks have passed: the policy lets these changes do so (`sizes`).',
    )
    world.git.passChecks('1')
    expect(world.git.tree()['prod/web.yaml']).toBe(settings('info', 2))
    expect(await world.publish()).toMatchObject({ outcome: 'nothing-to-do', units: [] })
    expect(await world.sync(sizesMergeThemselves)).toMatchObject({ outcome: 'nothing-to-do', units: [] })
  })

  it('not before the options name a way, whatever the rules say', async () => {
    world.operator.write('web', settings('info', 2), 'More')
    const report = await world.sync(sizesMergeThemselves, { autoMerge: undefined })
    expect(report.proposals).toEqual([{ kind: 'opened', id: '1', url: 'memory:proposal/1', units: ['web'] }])
    expect(world.git.passChecks('1')).toBeUndefined()
    expect(world.git.proposals()[0]?.proposal.body).not.toContain('Merges itself')
  })

  it('not where one change of it needs a person, nor after an update that brings such a change', async () => {
    world.operator.write('web', settings('info', 2), 'More')
    await world.sync(sizesMergeThemselves)
    world.operator.write('web', settings('debug', 2), 'Look closer')
    expect(await world.sync(sizesMergeThemselves)).toMatchObject({
      summary: 'updated memory:proposal/1 for 1 unit',
      notes: [
        'the pull request does not merge itself: web ConfigMap//web /data/level is taken by the rule sync-confighub, which has no autoMerge',
      ],
    })
    expect(world.wanted()).toBeUndefined()
    expect(world.git.passChecks('1')).toBeUndefined()
  })

  it('never with a conflict, although a rule says so', async () => {
    world.operator.write('web', settings('info', 2), 'More')
    world.git.commit({ 'prod/web.yaml': settings('info', 3) }, 'Even more')
    expect(await world.sync(sizesMergeThemselves)).toMatchObject({
      proposals: [{ kind: 'opened' }],
      units: [{ fields: [{ path: '/data/size', change: 'conflict', rule: 'sizes' }] }],
      notes: ['the pull request does not merge itself: web ConfigMap//web /data/size is a conflict'],
    })
    expect(world.wanted()).toBeUndefined()
  })

  it('not, and without a word of why, unless both the rules and the options speak of it', async () => {
    world.operator.write('web', settings('debug', 2), 'Look closer')
    expect((await world.sync([])).notes).toEqual([])
    expect((await world.sync(sizesMergeThemselves, { autoMerge: undefined })).notes).toEqual([])
    expect((await world.sync(sizesMergeThemselves)).notes).toHaveLength(1)
    expect(world.wanted()).toBeUndefined()
  })

  it('not while a unit cannot be read', async () => {
    world.operator.write('web', settings('info', 2), 'More')
    world.operator.write('db', 'a: [', 'Broken')
    expect(await world.sync(sizesMergeThemselves, { onUnreadable: 'skip-unit' })).toMatchObject({
      proposals: [{ kind: 'opened', units: ['web'] }],
      notes: ['the pull request does not merge itself: db cannot be read'],
    })
    expect(world.wanted()).toBeUndefined()
  })

  it('not while a person has to look at something else', async () => {
    world.operator.write('web', settings('info', 2), 'More')
    world.operator.write('db', settings('info', 1), 'New')
    const held: Rules = [
      ...sizesMergeThemselves,
      { id: 'look', match: { flow: 'sync', unit: 'db' }, decide: 'hold' },
    ]
    const notes = ['the pull request does not merge itself: a person has to look at db']
    expect(await world.sync(held, { dryRun: true })).toMatchObject({
      proposals: [{ kind: 'planned' }],
      notes,
    })
    expect(await world.sync(held)).toMatchObject({ proposals: [{ kind: 'opened' }], notes })
    expect(world.wanted()).toBeUndefined()
  })

  it('not where the files do not bring about all of it', async () => {
    const everything: Rules = [
      { id: 'all', autoMerge: true, match: { flow: 'sync', change: 'confighub-only' }, decide: 'merge' },
    ]
    const withoutWay = (endpoint: Endpoint): Endpoint => ({
      ...endpoint,
      editor: {
        edit: async (wanted, call) => {
          const edits = await endpoint.editor?.edit(wanted, call)
          return { files: edits?.files ?? [], unresolved: [{ unit: 'web', reason: 'nothing feeds it' }] }
        },
      },
    })
    world.operator.write('web', settings('debug', 2), 'More')
    expect(await world.sync(everything, {}, withoutWay)).toMatchObject({
      notes: [
        'not converging: web: nothing feeds it',
        'the pull request does not merge itself: no edit of the files brings about all that web needs',
      ],
    })
    expect(world.wanted()).toBeUndefined()
    expect((await world.sync(everything)).notes).toEqual([])
    expect(world.wanted()).toBe('squash')
  })

  it('not while the run is blocked, or once a publish finds that ConfigHub has moved on', async () => {
    const blocked: Rules = [
      ...sizesMergeThemselves,
      { id: 'stop', match: { flow: 'sync', unit: 'db' }, decide: 'block' },
    ]
    world.operator.write('web', settings('info', 2), 'More')
    await world.sync(sizesMergeThemselves)
    world.operator.write('db', settings('info', 1), 'New')
    const stopped = await world.sync(blocked, { dryRun: true })
    expect(stopped).toMatchObject({ outcome: 'blocked', notes: [] })
    expect(stopped.proposals).toBeUndefined()
    expect(await world.sync(blocked)).toMatchObject({ outcome: 'blocked', notes: [] })
    expect(world.git.passChecks('1')).toBeUndefined()
    expect(await world.sync(sizesMergeThemselves, { select: ['web'] })).toMatchObject({
      proposals: [{ kind: 'unchanged', autoMerge: 'waiting' }],
    })
    world.operator.write('web', settings('info', 3), 'Even more')
    await world.publish()
    expect(world.git.passChecks('1')).toBeUndefined()
    expect(world.git.proposals()[0]).toMatchObject({ state: 'open' })
  })

  it('not for the same changes once a person has switched it off', async () => {
    world.operator.write('web', settings('info', 2), 'More')
    await world.sync(sizesMergeThemselves)
    world.git.switchOffAutoMerge('1')
    expect(await world.sync(sizesMergeThemselves)).toMatchObject({
      summary:
        'unchanged memory:proposal/1 for 1 unit, which does not merge itself: somebody has switched that off',
    })
    expect(world.git.passChecks('1')).toBeUndefined()
    world.operator.write('web', settings('info', 3), 'Even more')
    expect(await world.sync(sizesMergeThemselves)).toMatchObject({ proposals: [{ autoMerge: 'waiting' }] })
  })
})
