import { describe, expect, it } from 'vitest'
import type { Call } from '../contract/call.ts'
import type { Endpoint } from '../contract/endpoint.ts'
import type { Policy } from '../decide/policy.ts'
import { documentedPolicy, mergePolicy } from '../decide/presets.ts'
import { isJsonObject, type JsonObject } from '../model/json.ts'
import { parseUnit } from '../parse/parse-unit.ts'
import { createMemoryArchive, type MemoryArchive } from '../testing/memory-archive.ts'
import { createMemoryCluster } from '../testing/memory-cluster.ts'
import { createMemoryConfigHub } from '../testing/memory-config-hub.ts'
import { createMemoryGit } from '../testing/memory-git.ts'
import { createTestCall } from '../testing/test-call.ts'
import { capture } from './capture/capture.ts'
import { publish } from './publish/publish.ts'
import type { PublishOptions } from './publish/publish-options.ts'
import { type SyncOptions, sync } from './sync/sync.ts'

const path = 'prod/lambda.yaml'
const apiHandler = 'Function.lambda.aws.upbound.io//api-handler'

const lambda = (facts: { api?: number; snapshot?: number; timeout?: number }) =>
  ['api-handler', 'snapshot-writer']
    .map((name) =>
      [
        '# One function; its memory decides its price.',
        'apiVersion: lambda.aws.upbound.io/v1beta2',
        'kind: Function',
        'metadata:',
        `  name: ${name}`,
        '  labels:',
        '    managedBy: messagewall-demo',
        'spec:',
        '  forProvider:',
        `    memorySize: ${(name === 'api-handler' ? facts.api : facts.snapshot) ?? 128} # MB`,
        '    runtime: nodejs22.x',
        `    timeout: ${name === 'api-handler' ? (facts.timeout ?? 10) : 10} # seconds`,
        '',
      ].join('\n'),
    )
    .join('---\n')

function openMessagewall() {
  const git = createMemoryGit()
  const confighub = createMemoryConfigHub()
  const archive = createMemoryArchive()
  const cluster = createMemoryCluster()
  const operator = confighub.as({ kind: 'person', name: 'olga@acme.example' })
  const endpoints = () => ({ git: git.endpoint('prod'), confighub, archive })
  const run = (policy: Policy, options: Partial<PublishOptions> = {}) =>
    publish(endpoints(), { environment: 'prod', policy, ...options }, createTestCall())
  return {
    git,
    confighub,
    archive,
    cluster,
    operator,
    publish: run,
    sync: (more: Pick<SyncOptions, 'again' | 'dryRun'> = {}) =>
      sync(endpoints(), { environment: 'prod', policy: mergePolicy, ...more }, createTestCall()),
    capture: () =>
      capture(
        { ...endpoints(), live: [cluster] },
        {
          environment: 'prod',
          tag: 'break-glass',
          incident: 'INC-123',
          labelSelector: 'managedBy=messagewall-demo',
        },
        createTestCall(),
      ),
    text: () => confighub.state()['lambda']?.text,
    deliver(origin: string) {
      const parsed = parseUnit(confighub.state()['lambda']?.text ?? '')
      if (parsed.kind === 'invalid') throw parsed.error
      for (const { value } of parsed.resources) cluster.apply(stamp(value, origin), 'argocd-controller')
    },
    /** Publishes once more and expects that this writes nothing anywhere. */
    async expectRest(policy: Policy = mergePolicy) {
      const before = [confighub.state()['lambda']?.revision, archive.messages().length, git.main()]
      await run(policy)
      expect([confighub.state()['lambda']?.revision, archive.messages().length, git.main()]).toEqual(before)
    },
  }
}

function stamp(object: JsonObject, revision: string): JsonObject {
  const metadata = isJsonObject(object['metadata']) ? object['metadata'] : {}
  const origin = JSON.stringify({ Unit: { Slug: 'lambda' }, Revision: { RevisionNum: Number(revision) } })
  return { ...object, metadata: { ...metadata, annotations: { 'confighub.com/origin': origin } } }
}

async function publishFirst() {
  const world = openMessagewall()
  world.git.commit({ [path]: lambda({}) }, 'Add the wall')
  expect(await world.publish(mergePolicy)).toMatchObject({ outcome: 'done' })
  await world.expectRest()
  return world
}

function withoutSaves(endpoint: MemoryArchive): Endpoint {
  const { archive } = endpoint
  const load = async (call: Call) => {
    const stored = await archive.load(call)
    return stored && { token: stored.token, files: stored.files }
  }
  return { ...endpoint, archive: { ...archive, load } }
}

describe('the story of the message wall', () => {
  it('publishes main to an empty ConfigHub, under the subject of the commit', async () => {
    const world = await publishFirst()
    expect(world.text()).toBe(lambda({}))
    expect(world.confighub.state()['lambda']?.description).toMatch(
      /^CI: Add the wall \(tideway [0-9a-f]{12}\)$/,
    )
  })

  it('leaves an operator’s change to a sync and says so', async () => {
    const world = await publishFirst()
    world.operator.write('lambda', lambda({ api: 512, snapshot: 512 }), 'Bulk: more memory')
    expect(await world.publish(documentedPolicy)).toMatchObject({
      outcome: 'nothing-to-do',
      syncDue: ['lambda'],
      summary: 'nothing to write; 1 unit: sync due',
    })
    await world.expectRest(documentedPolicy)
  })

  it('blocks where Git changes another field, unless the policy merges', async () => {
    const world = await publishFirst()
    world.operator.write('lambda', lambda({ api: 512, snapshot: 512 }), 'Bulk: more memory')
    world.git.commit({ [path]: lambda({ timeout: 15 }) }, 'Wait longer')
    expect(await world.publish(documentedPolicy)).toMatchObject({ outcome: 'blocked' })
    expect(world.text()).toBe(lambda({ api: 512, snapshot: 512 }))
    expect(await world.publish(mergePolicy)).toMatchObject({ outcome: 'done' })
    expect(world.text()).toBe(lambda({ api: 512, snapshot: 512, timeout: 15 }))
    await world.expectRest()
  })

  it('blocks where both changed one field, and tells both values, who and when', async () => {
    const world = await publishFirst()
    world.operator.write('lambda', lambda({ api: 512 }), 'Bulk: more memory')
    world.git.commit({ [path]: lambda({ api: 192 }) }, 'A little more memory')
    const report = await world.publish(mergePolicy)
    expect(report).toMatchObject({ outcome: 'blocked', summary: 'blocked by lambda, nothing written' })
    expect(report.units[0]?.fields).toMatchObject([
      {
        resource: apiHandler,
        path: '/spec/forProvider/memorySize',
        change: 'conflict',
        base: '128',
        left: '192',
        right: '512',
        setBy: { kind: 'person', name: 'olga@acme.example', at: '2026-01-01T00:00:00.000Z' },
      },
    ])
    expect(world.text()).toBe(lambda({ api: 512 }))
    await world.expectRest()
  })

  it('brings ConfigHub’s change to Git as one pull request, which settles once merged', async () => {
    const world = await publishFirst()
    world.operator.write('lambda', lambda({ api: 512, snapshot: 512 }), 'Bulk: more memory')
    expect(await world.sync()).toMatchObject({ outcome: 'done', proposals: [{ kind: 'opened', id: '1' }] })
    const saves = world.archive.messages().length
    expect(await world.sync()).toMatchObject({ proposals: [{ kind: 'unchanged', id: '1' }] })
    expect([world.git.proposals().length, world.archive.messages().length]).toEqual([1, saves])
    expect(world.git.proposals()[0]?.proposal).toMatchObject({
      title: 'sync: Import ConfigHub state for prod',
      labels: ['sync', 'confighub', 'automated'],
      files: [{ kind: 'write', path, text: lambda({ api: 512, snapshot: 512 }) }],
    })
    const merge = world.git.merge('1', { squash: true })
    expect(await world.publish(mergePolicy)).toMatchObject({ outcome: 'nothing-to-do', units: [] })
    await world.expectRest()
    if (merge !== 'conflict') world.git.revert(merge)
    expect(await world.publish(documentedPolicy)).toMatchObject({ outcome: 'done' })
    expect(world.text()).toBe(lambda({}))
    await world.expectRest()
  })

  it('does not propose again what was closed unmerged', async () => {
    const world = await publishFirst()
    world.operator.write('lambda', lambda({ api: 512 }), 'More memory')
    await world.sync()
    world.git.close('1')
    expect(await world.sync()).toMatchObject({ outcome: 'nothing-to-do' })
    expect(world.git.proposals()).toHaveLength(1)
    world.operator.write('lambda', lambda({ api: 1024 }), 'Still more memory')
    expect(await world.sync()).toMatchObject({ proposals: [{ kind: 'opened', id: '2' }] })
  })

  it('proposes what was closed unmerged once more where it is told to, and keeps that one', async () => {
    const world = await publishFirst()
    world.operator.write('lambda', lambda({ api: 512 }), 'More memory')
    await world.sync()
    world.git.close('1')
    expect((await world.sync()).summary).toContain('sync --again proposes them once more')
    const again = { again: true }
    expect(await world.sync({ ...again, dryRun: true })).toMatchObject({ proposals: [{ kind: 'planned' }] })
    expect(await world.sync()).toMatchObject({ outcome: 'nothing-to-do' })
    expect(await world.sync(again)).toMatchObject({ proposals: [{ kind: 'opened', id: '2' }] })
    expect(await world.sync()).toMatchObject({ proposals: [{ kind: 'unchanged', id: '2' }] })
    world.git.close('2')
    expect(await world.sync()).toMatchObject({ proposals: [{ kind: 'declined' }] })
  })

  it('closes the pull request when ConfigHub goes back', async () => {
    const world = await publishFirst()
    world.operator.write('lambda', lambda({ api: 512 }), 'More memory')
    await world.sync()
    world.operator.restore('lambda', '1')
    expect(await world.sync()).toMatchObject({ proposals: [{ kind: 'closed', id: '1' }] })
    world.operator.write('lambda', lambda({ api: 512 }), 'More memory after all')
    expect(await world.sync()).toMatchObject({ proposals: [{ kind: 'opened', id: '2' }] })
  })

  it('captures just the field that was edited live, with its record, and nothing the second time', async () => {
    const world = await publishFirst()
    world.deliver('1')
    world.cluster.edit(apiHandler, ['spec', 'forProvider', 'memorySize'], 1024, 'kubectl-edit')
    expect(await world.capture()).toMatchObject({ outcome: 'done', summary: 'captured 1 field in 1 unit' })
    expect(world.text()).toBe(lambda({ api: 1024 }))
    expect(world.confighub.state()['lambda']).toMatchObject({
      description: 'break-glass (INC-123): Captured live state at 2026-01-01T00:00:00.000Z',
      annotations: {
        'drift-capture/timestamp': '2026-01-01T00:00:00.000Z',
        'drift-capture/tag': 'break-glass',
        'drift-capture/source': 'kubernetes-live',
        'drift-capture/incident': 'INC-123',
      },
    })
    expect(await world.capture()).toMatchObject({ outcome: 'nothing-to-do', summary: 'nothing drifted' })
    expect(await world.publish(mergePolicy)).toMatchObject({ outcome: 'nothing-to-do', syncDue: ['lambda'] })
    await world.expectRest()
  })

  it('leaves what ConfigHub has changed and not delivered yet when it captures', async () => {
    const world = await publishFirst()
    world.deliver('1')
    world.operator.write('lambda', lambda({ timeout: 20 }), 'Wait longer')
    world.cluster.edit(apiHandler, ['spec', 'forProvider', 'memorySize'], 1024, 'kubectl-edit')
    expect(await world.capture()).toMatchObject({ outcome: 'done' })
    expect(world.text()).toBe(lambda({ api: 1024, timeout: 20 }))
  })

  it('leaves what a controller set', async () => {
    const world = await publishFirst()
    world.deliver('1')
    world.cluster.edit(apiHandler, ['spec', 'forProvider', 'memorySize'], 1024, 'crossplane')
    expect(await world.capture()).toMatchObject({ outcome: 'nothing-to-do' })
    expect(world.text()).toBe(lambda({}))
  })

  it('says that nothing matched, which is not the same as no drift', async () => {
    const world = await publishFirst()
    await expect(world.capture()).rejects.toThrow(
      'TIDEWAY_NO_RESOURCES  no resource matched label managedBy=messagewall-demo in namespace default of cluster:memory',
    )
  })

  it('takes a rollback in ConfigHub for an operator’s change', async () => {
    const world = await publishFirst()
    world.git.commit({ [path]: lambda({ timeout: 15 }) }, 'Wait longer')
    await world.publish(mergePolicy)
    world.operator.restore('lambda', '1')
    expect(await world.publish(mergePolicy)).toMatchObject({ outcome: 'nothing-to-do', syncDue: ['lambda'] })
    await world.expectRest()
  })

  it('records a forced publish with what it overwrote, and knows it as its own afterwards', async () => {
    const world = await publishFirst()
    world.operator.write('lambda', lambda({ api: 512 }), 'More memory')
    world.git.commit({ [path]: lambda({ api: 192 }) }, 'A little more memory')
    const report = await world.publish(mergePolicy, { force: {} })
    expect(report).toMatchObject({
      outcome: 'done',
      overwritten: [{ unit: 'lambda', path: '/spec/forProvider/memorySize', left: '192', right: '512' }],
    })
    expect(world.confighub.state()['lambda']?.description).toMatch(/^CI \(forced\): A little more memory/)
    await world.expectRest()
    world.git.commit({ [path]: lambda({ api: 256 }) }, 'More')
    expect(await world.publish(documentedPolicy)).toMatchObject({ outcome: 'done' })
    expect(world.text()).toBe(lambda({ api: 256 }))
  })

  it('does nothing from a commit that a newer run has passed', async () => {
    const world = await publishFirst()
    const older = world.git.main()
    world.git.commit({ [path]: lambda({ timeout: 15 }) }, 'Wait longer')
    await world.publish(mergePolicy)
    const endpoints = {
      git: world.git.endpoint('prod', { commit: older }),
      confighub: world.confighub,
      archive: world.archive,
    }
    expect(await publish(endpoints, { environment: 'prod' }, createTestCall())).toMatchObject({
      outcome: 'behind',
    })
    expect(world.text()).toBe(lambda({ timeout: 15 }))
  })

  it('holds a deletion until the limit allows it, and then withdraws the unit', async () => {
    const world = await publishFirst()
    world.git.commit({ [path]: undefined }, 'Take the wall down')
    expect(await world.publish(mergePolicy)).toMatchObject({ outcome: 'held' })
    expect(world.text()).toBe(lambda({}))
    const limits = { updates: 20, deletes: 2 }
    expect(await world.publish(mergePolicy, { limits })).toMatchObject({ outcome: 'done' })
    expect(world.text()).toBe('')
    await world.expectRest()
  })

  it('blocks what differs once the archive is lost', async () => {
    const world = await publishFirst()
    world.operator.write('lambda', lambda({ api: 512 }), 'More memory')
    world.archive.lose()
    const report = await world.publish(mergePolicy)
    expect(report.outcome).toBe('blocked')
    expect(report.notes[0]).toMatch(/^there is no archive: whatever differs has no base/)
  })

  it('notices a rolled-back archive by a publish that is newer, also where the store counts no saves', async () => {
    const world = await publishFirst()
    const old = { ...world.archive.texts() }
    world.git.commit({ [path]: lambda({ timeout: 15 }) }, 'Wait longer')
    await world.publish(mergePolicy)
    world.operator.restore('lambda', '1')
    const archive = createMemoryArchive()
    await archive.archive.save(old, undefined, 'restored from a backup', createTestCall())
    const report = await publish(
      { git: world.git.endpoint('prod'), confighub: world.confighub, archive: withoutSaves(archive) },
      { environment: 'prod', policy: mergePolicy },
      createTestCall(),
    )
    expect(report).toMatchObject({ outcome: 'blocked' })
    expect(report.notes[0]).toMatch(/^the archive was rolled back/)
    expect(world.text()).toBe(lambda({}))
  })

  it('sends no write when it may only read', async () => {
    const world = await publishFirst()
    world.git.commit({ [path]: lambda({ timeout: 15 }) }, 'Wait longer')
    const endpoints = { git: world.git.endpoint('prod'), confighub: world.confighub, archive: world.archive }
    const saves = world.archive.messages().length
    await expect(
      publish(endpoints, { environment: 'prod' }, createTestCall({ readOnly: true })),
    ).rejects.toThrow('TIDEWAY_READ_ONLY')
    expect([world.text(), world.archive.messages().length]).toEqual([lambda({}), saves])
  })
})
