import { describe, expect, it } from 'vitest'
import type { Call } from '../contract/call.ts'
import type { Endpoint } from '../contract/endpoint.ts'
import type { Source } from '../contract/source.ts'
import type { Policy } from '../decide/policy.ts'
import { mergePolicy } from '../decide/presets.ts'
import { AdapterError } from '../errors/adapter-error.ts'
import { formatUnit } from '../parse/format-unit.ts'
import { createMemoryArchive } from '../testing/memory-archive.ts'
import { createMemoryCluster } from '../testing/memory-cluster.ts'
import { createMemoryConfigHub } from '../testing/memory-config-hub.ts'
import { createMemoryGit } from '../testing/memory-git.ts'
import { createTestCall } from '../testing/test-call.ts'
import { adopt } from './adopt/adopt.ts'
import { capture } from './capture/capture.ts'
import { publish } from './publish/publish.ts'
import type { PublishOptions } from './publish/publish-options.ts'
import { sync } from './sync/sync.ts'

const settings = (name: string, data: Readonly<Record<string, string>>) =>
  formatUnit([{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data }])
const secret = (value: string) =>
  formatUnit([{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'key' }, stringData: { token: value } }])

function openShop() {
  const git = createMemoryGit()
  const confighub = createMemoryConfigHub()
  const archive = createMemoryArchive()
  const operator = confighub.as({ kind: 'person', name: 'olga' })
  const endpoints = { confighub, archive }
  const at = { environment: 'prod', policy: mergePolicy }
  const gitNow = () => git.endpoint('prod')
  return {
    git,
    confighub,
    archive,
    operator,
    gitNow,
    texts: () =>
      Object.fromEntries(Object.entries(confighub.state()).map(([unit, { text }]) => [unit, text])),
    publish: (
      options: Partial<PublishOptions> = {},
      more: Partial<Record<'git' | 'confighub' | 'archive', Endpoint>> = {},
      call: Call = createTestCall(),
    ) => publish({ git: gitNow(), ...endpoints, ...more }, { ...at, ...options }, call),
    sync: (
      more: Partial<Record<'git' | 'confighub' | 'archive', Endpoint>> = {},
      policy: Policy = mergePolicy,
    ) => sync({ git: gitNow(), ...endpoints, ...more }, { ...at, policy }, createTestCall()),
  }
}

/** An endpoint whose `read` ends before it answered anything. */
function silent(endpoint: Endpoint & { readonly source: Source }): Endpoint {
  return { ...endpoint, source: { list: endpoint.source.list, async *read() {} } }
}

describe('invariant 1: unreadable is not absent', () => {
  it('stops where a read breaks off, on either side', async () => {
    const shop = openShop()
    shop.git.commit({ 'prod/web.yaml': settings('web', { a: '1' }) }, 'Add')
    await shop.publish()
    shop.git.commit({ 'prod/web.yaml': settings('web', { a: '2' }) }, 'Change')
    await expect(shop.publish({}, { confighub: silent(shop.confighub) })).rejects.toThrow(
      'TIDEWAY_UNREADABLE',
    )
    await expect(shop.sync({ git: silent(shop.gitNow()) })).rejects.toThrow('TIDEWAY_UNREADABLE')
    expect(shop.git.proposals()).toEqual([])
    expect(shop.texts()).toEqual({ web: settings('web', { a: '1' }) })
  })

  it('asks for a unit by name before it takes it for deleted', async () => {
    const shop = openShop()
    shop.git.commit({ 'prod/web.yaml': settings('web', { a: '1' }) }, 'Add')
    await shop.publish()
    const { source } = shop.confighub
    const forgetful: Endpoint = {
      ...shop.confighub,
      source: {
        read: source.read,
        async *list(query, call) {
          for await (const item of source.list(query, call)) if (item.kind === 'complete') yield item
        },
      },
    }
    expect(await shop.sync({ confighub: forgetful })).toMatchObject({ outcome: 'nothing-to-do' })
    expect(shop.git.proposals()).toEqual([])
  })
})

async function changeTwo({ git, publish: run }: ReturnType<typeof openShop>): Promise<void> {
  const both = (a: string) => ({ 'prod/a.yaml': settings('a', { a }), 'prod/b.yaml': settings('b', { a }) })
  git.commit(both('1'), 'Add')
  await run()
  git.commit(both('2'), 'Change')
}

describe('runs that meet', () => {
  it('do not take what another run has just created for deleted', async () => {
    const shop = openShop()
    shop.git.commit({ 'prod/web.yaml': settings('web', { a: '1' }) }, 'Add')
    await shop.publish()
    shop.git.commit({ 'prod/new.yaml': settings('new', { a: '1' }) }, 'Add another')
    const { source } = shop.confighub
    let met = false
    const meeting: Endpoint = {
      ...shop.confighub,
      source: {
        read: source.read,
        async *list(query, call) {
          yield* source.list(query, call)
          if (!met) {
            met = true
            await shop.publish()
          }
        },
      },
    }
    expect(await shop.sync({ confighub: meeting })).toMatchObject({ outcome: 'lost-race' })
    expect(shop.git.proposals()).toEqual([])
  })

  it('stop writing once the archive is another run’s', async () => {
    const shop = openShop()
    await changeTwo(shop)
    const { archive } = shop.archive
    let looks = 0
    const taken: Endpoint = {
      ...shop.archive,
      archive: { ...archive, token: async (call) => (++looks > 1 ? 'another' : archive.token(call)) },
    }
    expect(await shop.publish({}, { archive: taken })).toMatchObject({ outcome: 'lost-race' })
    expect(shop.texts()).toEqual({ a: settings('a', { a: '2' }), b: settings('b', { a: '1' }) })
    expect(await shop.publish()).toMatchObject({ outcome: 'done' })
    expect(shop.texts()).toEqual({ a: settings('a', { a: '2' }), b: settings('b', { a: '2' }) })
  })

  it('tell what was written before a store went away', async () => {
    const shop = openShop()
    await changeTwo(shop)
    const { archive } = shop.archive
    let looks = 0
    const down = new AdapterError({
      kind: 'unavailable',
      endpoint: 'archive',
      message: 'gone',
      next: 'run again',
    })
    const failing: Endpoint = {
      ...shop.archive,
      archive: {
        ...archive,
        async token(call) {
          if (++looks > 1) throw down
          return archive.token(call)
        },
      },
    }
    const report = await shop.publish({}, { archive: failing })
    expect(report).toMatchObject({ outcome: 'failed', error: { code: 'TIDEWAY_UNAVAILABLE' } })
    expect(report.units.map((unit) => unit.outcome)).toEqual(['written', undefined])
    expect(await shop.publish()).toMatchObject({ outcome: 'done' })
    expect(shop.texts()).toEqual({ a: settings('a', { a: '2' }), b: settings('b', { a: '2' }) })
  })
})

describe('a creation that broke off', () => {
  it('is asked about once, since somebody may have removed it again', async () => {
    const shop = openShop()
    shop.git.commit({ 'prod/a.yaml': settings('a', { a: '1' }) }, 'Add')
    const dead: Endpoint = {
      ...shop.confighub,
      sink: {
        write: () => {
          throw new Error('dies')
        },
      },
    }
    await shop.publish({}, { confighub: dead }).catch(() => {})
    expect(await shop.publish()).toMatchObject({ outcome: 'blocked' })
    expect(await shop.publish()).toMatchObject({ outcome: 'done' })
  })
})

describe('invariant 7: Secret values never reach a report, proposal, plan or archive', () => {
  const sentinel = 'hunter2-sentinel'

  it('stay out of pull requests, the archive and every report', async () => {
    const shop = openShop()
    shop.git.commit({ 'prod/web.yaml': settings('web', { a: '1' }) }, 'Add')
    await shop.publish()
    shop.operator.write('web', `${settings('web', { a: '2' })}---\n${secret(sentinel)}`, 'Add a key')
    const reports = [
      await shop.sync(),
      await shop.publish(),
      await adopt(
        { git: shop.gitNow(), confighub: shop.confighub, archive: shop.archive },
        { environment: 'prod' },
        createTestCall(),
      ),
    ]
    const base64 = btoa(sentinel)
    for (const output of [reports, shop.git.proposals(), shop.archive.texts()]) {
      expect(JSON.stringify(output)).not.toContain(sentinel)
      expect(JSON.stringify(output)).not.toContain(base64)
    }
    expect(shop.git.proposals()[0]?.proposal.files).toEqual([
      { kind: 'write', path: 'prod/web.yaml', text: settings('web', { a: '2' }) },
    ])
  })

  it('are published only where that is asked for', async () => {
    const shop = openShop()
    shop.git.commit({ 'prod/key.yaml': secret(sentinel) }, 'Add a key')
    expect(await shop.publish()).toMatchObject({ outcome: 'held' })
    expect(shop.texts()).toEqual({})
    expect(await shop.publish({ secrets: 'carry' })).toMatchObject({ outcome: 'done' })
    expect(shop.texts()).toEqual({ key: secret(sentinel) })
    expect(JSON.stringify(shop.archive.texts())).not.toContain(sentinel)
  })

  it('are captured only where that is asked for', async () => {
    const shop = openShop()
    shop.git.commit({ 'prod/key.yaml': secret('first') }, 'Add a key')
    await shop.publish({ secrets: 'carry' })
    const cluster = createMemoryCluster()
    const live = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'key' },
      stringData: { token: 'first' },
    }
    cluster.apply(live, 'argocd-controller')
    cluster.edit('Secret//key', ['stringData', 'token'], sentinel, 'kubectl-edit')
    const endpoints = {
      git: shop.gitNow(),
      confighub: shop.confighub,
      archive: shop.archive,
      live: [cluster],
    }
    const report = await capture(endpoints, { environment: 'prod', assumeApplied: true }, createTestCall())
    expect(report).toMatchObject({ outcome: 'nothing-to-do' })
    expect(JSON.stringify(report)).not.toContain(sentinel)
  })
})

describe('a sync that a person has to look at', () => {
  it('leaves the open pull request alone, and does not say that the sides agree', async () => {
    const shop = openShop()
    shop.git.commit({ 'prod/web.yaml': settings('web', { a: '1' }) }, 'Add')
    await shop.publish()
    shop.operator.write('web', settings('web', { a: '2' }), 'More')
    await shop.sync()
    const blocking: Policy = {
      name: 'blocking',
      rules: [
        ...mergePolicy.rules,
        { id: 'stop', enforced: true, match: { flow: ['sync'] }, decision: { kind: 'block' } },
      ],
    }
    expect(await shop.sync({}, blocking)).toMatchObject({
      outcome: 'blocked',
      summary: 'blocked by web, nothing proposed',
    })
    expect(shop.git.proposals().map((proposal) => proposal.state)).toEqual(['open'])
  })
})

describe('a resource that moves to another unit', () => {
  const moved = async (limits?: PublishOptions['limits']) => {
    const shop = openShop()
    const [one, two] = [settings('one', { a: '1' }), settings('two', { a: '1' })]
    shop.git.commit({ 'prod/a.yaml': `${one}---\n${two}`, 'prod/z.yaml': settings('z', {}) }, 'Add')
    await shop.publish()
    shop.git.commit({ 'prod/a.yaml': two, 'prod/z.yaml': `${settings('z', {})}---\n${one}` }, 'Move')
    return { shop, report: await shop.publish({ limits }), one, two }
  }

  it('is no deletion, and enters the one before it leaves the other', async () => {
    const { shop, report, two } = await moved()
    expect(report).toMatchObject({ outcome: 'done' })
    expect(shop.texts()['a']).toBe(two)
    expect(shop.texts()['z']).toContain('name: one')
  })

  it('stays in both units until its old one is left, whenever the run dies', async () => {
    for (let at = 0; at < 4; at++) {
      const { shop } = await moved({ updates: 0, deletes: 0 })
      const { sink } = shop.confighub
      let writes = 0
      const dying: Endpoint = {
        ...shop.confighub,
        sink: {
          async *write(items, call) {
            if (writes++ === at) throw new Error('dies')
            yield* sink.write(items, call)
          },
        },
      }
      await shop.publish({}, { confighub: dying }).catch(() => {})
      expect(Object.values(shop.texts()).join()).toContain('name: one')
    }
  })
})

describe('what comparing leaves out', () => {
  it('survives a publish, like any other value of ConfigHub’s', async () => {
    const shop = openShop()
    const bookkeeping = { 'confighub.com/ResourceID': 'r-1' }
    const text = (a: string, annotations?: Readonly<Record<string, string>>) =>
      formatUnit([
        {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'web', ...(annotations && { annotations }) },
          data: { a },
        },
      ])
    shop.git.commit({ 'prod/web.yaml': text('1') }, 'Add')
    await shop.publish()
    shop.operator.write('web', text('1', bookkeeping), 'Stamp')
    shop.git.commit({ 'prod/web.yaml': text('2') }, 'Change')
    expect(await shop.publish()).toMatchObject({ outcome: 'done' })
    expect(shop.texts()['web']).toBe(text('2', bookkeeping))
  })

  it('takes keys that every object knows for keys', async () => {
    const shop = openShop()
    shop.git.commit({ 'prod/constructor.yaml': settings('web', { constructor: '1', toString: '1' }) }, 'Add')
    await shop.publish()
    shop.git.commit({ 'prod/constructor.yaml': settings('web', { toString: '2' }) }, 'Change')
    expect(await shop.publish()).toMatchObject({ outcome: 'done' })
    expect(shop.texts()['constructor']).toBe(settings('web', { toString: '2' }))
  })
})

describe('invariant 2: every write is conditional on what was read', () => {
  it('writes to a store without conditions only where that is asked for', async () => {
    const shop = openShop()
    const loose = {
      ...shop.confighub,
      capabilities: { ...shop.confighub.capabilities, conditionalWrites: false },
    }
    shop.git.commit({ 'prod/web.yaml': settings('web', { a: '1' }) }, 'Add')
    await expect(shop.publish({}, { confighub: loose })).rejects.toThrow('TIDEWAY_UNCONDITIONAL')
    expect(shop.texts()).toEqual({})
    expect(await shop.publish({ unconditional: true }, { confighub: loose })).toMatchObject({
      outcome: 'done',
    })
  })
})

describe('two clusters of one environment', () => {
  it('block a capture where they drifted differently', async () => {
    const shop = openShop()
    shop.git.commit({ 'prod/web.yaml': settings('web', { a: '1' }) }, 'Add')
    await shop.publish()
    const cluster = (name: string, value: string) => {
      const made = createMemoryCluster({ name })
      made.apply(
        { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'web' }, data: { a: '1' } },
        'argocd-controller',
      )
      made.edit('ConfigMap//web', ['data', 'a'], value, 'kubectl-edit')
      return made
    }
    const run = (...live: readonly Endpoint[]) =>
      capture(
        { git: shop.gitNow(), confighub: shop.confighub, archive: shop.archive, live },
        { environment: 'prod', assumeApplied: true },
        createTestCall(),
      )
    expect(await run(cluster('eu', 'eu'), cluster('us', 'us'))).toMatchObject({ outcome: 'blocked' })
    expect(shop.texts()['web']).toBe(settings('web', { a: '1' }))
    expect(await run(cluster('eu', 'both'), cluster('us', 'both'))).toMatchObject({ outcome: 'done' })
    expect(shop.texts()['web']).toContain('a: "both"')
  })
})
