import { describe, expect, it } from 'vitest'
import type { Endpoint } from '../../contract/endpoint.ts'
import { createFaultPlan } from '../../testing/fault-plan.ts'
import { createMemoryArchive } from '../../testing/memory-archive.ts'
import { createMemoryConfigHub } from '../../testing/memory-config-hub.ts'
import { createMemoryGit, type FileChanges } from '../../testing/memory-git.ts'
import { createTestCall } from '../../testing/test-call.ts'
import { withFaults } from '../../testing/with-faults.ts'
import { publish } from '../publish/publish.ts'
import { sync } from '../sync/sync.ts'

const text = (name: string, value = '1') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n  value: "${value}"\n`
const names = ['broken', 'gone', 'web']

async function openShop() {
  const git = createMemoryGit({
    files: Object.fromEntries(names.map((name) => [`prod/${name}.yaml`, text(name)])),
  })
  const confighub = createMemoryConfigHub()
  const archive = createMemoryArchive()
  const broken = withFaults(
    confighub,
    createFaultPlan(() => ({ kind: 'unreadable', name: 'broken' })),
  )
  const limits = { updates: 20, deletes: 5 }
  const shop = {
    git,
    confighub,
    commit: (files: FileChanges) => git.commit(files, 'Change'),
    values: () =>
      Object.fromEntries(Object.entries(confighub.state()).map(([unit, { text: is }]) => [unit, is])),
    publish: (onUnreadable: 'stop' | 'skip-unit' = 'skip-unit', authority: Endpoint = broken) =>
      publish(
        { git: git.endpoint('prod'), confighub: authority, archive },
        { environment: 'prod', limits, onUnreadable },
        createTestCall(),
      ),
    sync: (authority: Endpoint = broken) =>
      sync(
        { git: git.endpoint('prod'), confighub: authority, archive },
        { environment: 'prod', onUnreadable: 'skip-unit' },
        createTestCall(),
      ),
  }
  await shop.publish('stop', confighub)
  return shop
}

describe('invariant 1: unreadable is not absent', () => {
  it('stops the run, unless units may be left out', async () => {
    const shop = await openShop()
    await expect(shop.publish('stop')).rejects.toThrow('TIDEWAY_UNREADABLE')
  })

  it('leaves out the unit, names it with its cause, and publishes the rest', async () => {
    const shop = await openShop()
    shop.commit({ 'prod/web.yaml': text('web', '2'), 'prod/broken.yaml': text('broken', '2') })
    expect(await shop.publish()).toMatchObject({
      outcome: 'held',
      unreadable: [
        {
          unit: 'broken',
          code: 'TIDEWAY_UNREADABLE',
          message: 'confighub:memory could not read unit broken: a fault was injected',
        },
      ],
      units: [{ unit: 'web', outcome: 'written' }],
    })
    expect(shop.values()).toMatchObject({ web: text('web', '2'), broken: text('broken') })
    // Nothing was forgotten of it: once it can be read, Git's change of it is Git's change.
    expect(await shop.publish('skip-unit', shop.confighub)).toMatchObject({
      outcome: 'done',
      units: [{ unit: 'broken', outcome: 'written' }],
    })
  })

  it('deletes nothing meanwhile, in neither direction', async () => {
    const shop = await openShop()
    shop.commit({ 'prod/gone.yaml': undefined })
    const report = await shop.publish()
    expect(report.units[0]).toMatchObject({
      unit: 'gone',
      verdict: 'hold',
      obstacle: expect.stringContaining('nothing is deleted while units cannot be read (broken)'),
    })
    expect(shop.values()['gone']).toBe(text('gone'))

    const other = await openShop()
    other.confighub.as({ kind: 'person', name: 'olga' }).withdraw('gone')
    expect(await other.sync()).toMatchObject({ outcome: 'held', units: [{ unit: 'gone', verdict: 'hold' }] })
    expect(other.git.proposals()).toEqual([])
    expect(await other.sync(other.confighub)).toMatchObject({ outcome: 'done' })
    expect(other.git.proposals()).toHaveLength(1)
  })

  it('leaves alone the pull request that shows the unit, and closes none', async () => {
    const shop = await openShop()
    shop.confighub.as({ kind: 'person', name: 'olga' }).write('broken', text('broken', '9'))
    await shop.sync(shop.confighub)
    const [before] = shop.git.proposals()
    shop.confighub.as({ kind: 'person', name: 'olga' }).write('web', text('web', '9'))
    expect(await shop.sync()).toMatchObject({ outcome: 'held' })
    expect(shop.git.proposals()).toEqual([before])
  })

  it('takes a text that cannot be parsed for one that cannot be read', async () => {
    const shop = await openShop()
    shop.confighub.as({ kind: 'person', name: 'olga' }).write('web', 'a: [')
    expect(await shop.publish('skip-unit', shop.confighub)).toMatchObject({
      outcome: 'held',
      unreadable: [{ unit: 'web', message: expect.stringContaining('could not read unit web: ') }],
    })
  })
})
