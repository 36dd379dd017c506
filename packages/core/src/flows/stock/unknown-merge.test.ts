import { describe, expect, it } from 'vitest'
import { mergePolicy } from '../../decide/presets.ts'
import { createMemoryArchive } from '../../testing/memory-archive.ts'
import { createMemoryConfigHub } from '../../testing/memory-config-hub.ts'
import { createMemoryGit } from '../../testing/memory-git.ts'
import { createTestCall } from '../../testing/test-call.ts'
import { adopt } from '../adopt/adopt.ts'
import { publish } from '../publish/publish.ts'
import { sync } from '../sync/sync.ts'

const web = (size: number) => `apiVersion: v1
kind: ConfigMap
metadata:
  name: web
data:
  size: "${size}"
`

/** An operator's 2 is offered to Git, and then taken back; the pull request stays open. */
async function openWorld() {
  const git = createMemoryGit({ files: { 'prod/web.yaml': web(1) } })
  const confighub = createMemoryConfigHub()
  const archive = createMemoryArchive()
  const operator = confighub.as({ kind: 'person', name: 'olga' })
  const options = { environment: 'prod', policy: mergePolicy }
  const endpoints = (commit?: string) => ({ git: git.endpoint('prod', { commit }), confighub, archive })
  const flows = {
    publish: (commit?: string) => publish(endpoints(commit), options, createTestCall()),
    sync: () => sync(endpoints(), options, createTestCall()),
    adopt: () => adopt(endpoints(), options, createTestCall()),
  }
  await flows.publish()
  operator.write('web', web(2), 'More')
  await flows.sync()
  operator.write('web', web(1), 'Less again')
  return { git, confighub, archive, ...flows }
}

describe('a pull request that is merged, and that the archive does not know', () => {
  it('makes what differs a conflict, and says so', async () => {
    const world = await openWorld()
    world.archive.lose()
    await world.publish()
    world.git.merge('1')
    const report = await world.publish()
    expect(report.outcome).toBe('blocked')
    expect(report.units[0]?.fields).toMatchObject([{ change: 'conflict', left: '"2"', right: '"1"' }])
    expect(report.notes).toEqual([expect.stringContaining('pull request 1 was merged, and the archive does')])
    expect(world.confighub.state()['web']?.text).toBe(web(1))
  })

  it('is found after `tideway adopt`, too, and is forgotten once it was asked about', async () => {
    const world = await openWorld()
    await world.adopt()
    world.git.merge('1')
    expect((await world.publish()).outcome).toBe('blocked')
    await world.sync()
    world.git.merge('2')
    expect((await world.publish()).outcome).toBe('nothing-to-do')
    world.git.commit({ 'prod/web.yaml': web(3) }, 'Three')
    expect(await world.publish()).toMatchObject({ outcome: 'done', notes: [] })
  })

  it('is none to a run from a commit that does not have it', async () => {
    const world = await openWorld()
    world.archive.lose()
    await world.publish()
    const commit = world.git.commit({ 'prod/db.yaml': web(1).replace('web', 'db') }, 'A database')
    world.git.merge('1')
    expect(await world.publish(commit)).toMatchObject({ outcome: 'done', notes: [] })
    expect((await world.publish()).outcome).toBe('blocked')
  })

  it('is none that an earlier run has seen, however often the store tells of it', async () => {
    const world = await openWorld()
    world.git.merge('1')
    await world.publish()
    world.git.commit({ 'prod/web.yaml': web(3) }, 'Three')
    expect(await world.publish()).toMatchObject({ outcome: 'blocked', notes: [] })
  })

  it('is none where a sync could not close it: the archive knows it until it is closed', async () => {
    const world = await openWorld()
    const cut = async () => {
      throw new Error('cut')
    }
    const git = world.git.endpoint('prod')
    const endpoints = { ...world, git: { ...git, proposals: { ...git.proposals, close: cut } } }
    await expect(sync(endpoints, { environment: 'prod' }, createTestCall())).rejects.toThrow('cut')
    world.git.merge('1')
    expect(await world.publish()).toMatchObject({ outcome: 'nothing-to-do', syncDue: ['web'], notes: [] })
    expect(world.confighub.state()['web']?.text).toBe(web(1))
  })

  it('is none where the archive kept the offer', async () => {
    const world = await openWorld()
    world.git.merge('1')
    expect(await world.publish()).toMatchObject({ outcome: 'nothing-to-do', syncDue: ['web'], notes: [] })
  })
})
