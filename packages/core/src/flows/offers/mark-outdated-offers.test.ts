import { beforeEach, describe, expect, it } from 'vitest'
import type { ReviewCheck, Reviews } from '../../contract/reviews.ts'
import { mergePolicy } from '../../decide/presets.ts'
import { AdapterError } from '../../errors/adapter-error.ts'
import { createMemoryArchive } from '../../testing/memory-archive.ts'
import { createMemoryConfigHub } from '../../testing/memory-config-hub.ts'
import { createMemoryGit } from '../../testing/memory-git.ts'
import { createTestCall } from '../../testing/test-call.ts'
import { adopt } from '../adopt/adopt.ts'
import { publish } from '../publish/publish.ts'
import { sync } from '../sync/sync.ts'

const unit = (size: number) => `apiVersion: v1
kind: ConfigMap
metadata:
  name: web
data:
  size: "${size}"
`

function openWorld(refuse?: AdapterError) {
  const git = createMemoryGit({ files: { 'prod/web.yaml': unit(1) } })
  const confighub = createMemoryConfigHub()
  const archive = createMemoryArchive()
  const checks: { readonly pull: string; readonly check: ReviewCheck }[] = []
  const reviews: Reviews = {
    comment: async () => ({ kind: 'unchanged', url: '' }),
    check: async (pull, check) => {
      if (refuse !== undefined) throw refuse
      checks.push({ pull, check })
      return 'set'
    },
  }
  const options = { environment: 'prod', policy: mergePolicy }
  const endpoints = () => ({ git: { ...git.endpoint('prod'), reviews }, confighub, archive })
  return {
    git,
    checks,
    operator: confighub.as({ kind: 'person', name: 'olga' }),
    archive,
    adopt: () => adopt(endpoints(), options, createTestCall()),
    publish: (call = createTestCall(), dryRun = false) => publish(endpoints(), { ...options, dryRun }, call),
    sync: () => sync(endpoints(), options, createTestCall()),
  }
}

describe('the check of a sync proposal', () => {
  let world: ReturnType<typeof openWorld>
  beforeEach(async () => {
    world = openWorld()
    await world.publish()
    world.operator.write('web', unit(2), 'More')
    await world.sync()
  })

  it('comes with the proposal, and stands as long as the offered revision is the newest', async () => {
    expect(world.git.proposals()[0]?.proposal.check).toEqual({
      name: 'tideway/sync/prod',
      state: 'success',
      summary: 'offers what ConfigHub holds now',
    })
    await world.publish()
    expect(world.checks).toEqual([])
  })

  it('fails when a publish finds that ConfigHub has moved on; a dry or read-only run does not say so', async () => {
    world.operator.write('web', unit(3), 'Even more')
    await world.publish(createTestCall(), true)
    await world.publish(createTestCall({ readOnly: true })).catch((error: unknown) => error)
    expect(world.checks).toEqual([])
    await world.publish()
    expect(world.checks).toEqual([
      {
        pull: world.git.proposals()[0]?.id,
        check: {
          name: 'tideway/sync/prod',
          state: 'failure',
          summary: 'ConfigHub has changed web since: run tideway sync',
        },
      },
    ])
  })

  it('fails when the archive does not know any more what the proposal offers', async () => {
    const summary = 'the archive does not know what this offers: run tideway sync'
    const told = { pull: '1', check: { name: 'tideway/sync/prod', state: 'failure', summary } }
    world.archive.lose()
    await world.publish()
    expect(world.checks).toEqual([told])
    await world.publish()
    expect(world.checks).toEqual([told])
    await world.adopt()
    expect(world.checks).toEqual([told, told])
    await world.sync()
    await world.publish()
    expect(world.checks).toEqual([told, told])
  })

  it('fails when the sync may not update the proposal, and not when it does', async () => {
    world.operator.write('web', unit(3), 'Even more')
    await world.sync()
    expect(world.checks).toEqual([])
    world.git.editProposal(world.git.proposals()[0]?.id ?? '', { 'prod/web.yaml': unit(9) })
    world.operator.write('web', unit(4), 'Yet more')
    await world.sync()
    expect(world.checks).toMatchObject([{ check: { state: 'failure' } }])
  })
})

it('a store that refuses the check costs a warning, and a cancelled run stays cancelled', async () => {
  const refusal = (kind: 'forbidden' | 'aborted') =>
    new AdapterError({ kind, endpoint: 'git', message: 'no', next: 'ask' })
  for (const kind of ['forbidden', 'aborted'] as const) {
    const world = openWorld(refusal(kind))
    await world.publish()
    world.operator.write('web', unit(2), 'More')
    await world.sync()
    world.operator.write('web', unit(3), 'Even more')
    const warnings: string[] = []
    const logger = { debug: () => {}, warn: (message: string) => void warnings.push(message) }
    const run = world.publish(createTestCall({ logger }))
    if (kind === 'aborted') await expect(run).rejects.toMatchObject({ kind })
    else await run
    expect(warnings).toHaveLength(kind === 'aborted' ? 0 : 1)
  }
})
