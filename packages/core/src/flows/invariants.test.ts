import { describe, expect, it } from 'vitest'
import type { Endpoint } from '../contract/endpoint.ts'
import type { UnitWrite } from '../contract/sink.ts'
import { mergePolicy } from '../decide/presets.ts'
import { createMemoryArchive } from '../testing/memory-archive.ts'
import { createMemoryConfigHub } from '../testing/memory-config-hub.ts'
import { createMemoryGit } from '../testing/memory-git.ts'
import { createTestCall } from '../testing/test-call.ts'
import { publish } from './publish/publish.ts'
import type { PublishOptions } from './publish/publish-options.ts'
import { sync } from './sync/sync.ts'

const text = (name: string, value = '1', other = '1') =>
  `# Kept as it is.\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n  value: "${value}" # ours\n  other: "${other}"\n`
const names = ['a', 'b', 'c']

/** Three published units; every write that is sent afterwards is kept in `sent`, and may be met by `onWrite`. */
async function openShop() {
  const git = createMemoryGit({
    files: Object.fromEntries(names.map((name) => [`prod/${name}.yaml`, text(name)])),
  })
  const confighub = createMemoryConfigHub()
  const archive = createMemoryArchive()
  const operator = confighub.as({ kind: 'person', name: 'olga' })
  const sent: UnitWrite[] = []
  let onWrite: (write: UnitWrite) => void = () => {}
  const watched: Endpoint = {
    ...confighub,
    sink: {
      async *write(writes, call) {
        for (const write of writes) {
          sent.push(write)
          onWrite(write)
          yield* confighub.sink.write([write], call)
        }
      },
    },
  }
  const run = (options: Partial<PublishOptions> = {}, authority: Endpoint = watched) =>
    publish(
      { git: git.endpoint('prod'), confighub: authority, archive },
      { environment: 'prod', policy: mergePolicy, ...options },
      createTestCall(),
    )
  await run({}, confighub)
  return {
    git,
    confighub,
    archive,
    operator,
    sent,
    run,
    sync: () =>
      sync(
        { git: git.endpoint('prod'), confighub: watched, archive },
        { environment: 'prod', policy: mergePolicy },
        createTestCall(),
      ),
    meet: (meeting: typeof onWrite) => {
      onWrite = meeting
    },
    change: (...units: readonly string[]) =>
      git.commit(Object.fromEntries(units.map((name) => [`prod/${name}.yaml`, text(name, '2')])), 'Change'),
    texts: () =>
      Object.fromEntries(Object.entries(confighub.state()).map(([unit, state]) => [unit, state.text])),
  }
}

describe('invariant 2: every write is conditional on what was read', () => {
  it('names the revision that was read, and of a new unit that there is none', async () => {
    const shop = await openShop()
    shop.change('a', 'new')
    await shop.run()
    expect(shop.sent.map(({ key, expected }) => [key, expected])).toEqual([
      ['a', '1'],
      ['new', 'absent'],
    ])
  })

  it('looks afresh at a unit that another writer changed meanwhile, and merges or stops', async () => {
    const shop = await openShop()
    shop.change('a', 'b')
    shop.meet(({ key, expected }) => {
      if (key === 'b' && expected === '1') shop.operator.write('b', text('b', '1', '9'))
    })
    expect(await shop.run()).toMatchObject({ outcome: 'done' })
    expect(shop.texts()).toMatchObject({ a: text('a', '2'), b: text('b', '2', '9') })
  })

  it('stops with "blocked after k of n" where that has become a conflict, and running again finishes', async () => {
    const shop = await openShop()
    shop.change('a', 'b', 'c')
    shop.meet(({ key, expected }) => {
      if (key === 'b' && expected === '1') shop.operator.write('b', text('b', '9'))
    })
    const report = await shop.run()
    expect(report).toMatchObject({ outcome: 'blocked' })
    expect(report.summary).toBe('blocked after 1 of 3 units: blocked by b, nothing more written')
    expect(shop.texts()).toEqual({ a: text('a', '2'), b: text('b', '9'), c: text('c') })
    shop.meet(() => {})
    expect(await shop.run({ force: { units: ['b'] } })).toMatchObject({ outcome: 'done' })
    expect(shop.texts()).toEqual({ a: text('a', '2'), b: text('b', '2'), c: text('c', '2') })
  })
})

describe('invariant 3: what is written is original text plus the smallest edit', () => {
  it('keeps comments and spelling of the text that it starts from, in both directions', async () => {
    const shop = await openShop()
    shop.change('a')
    shop.operator.write('a', text('a', '1', '9').replace('Kept as it is.', 'A remark of olga’s.'))
    await shop.run()
    expect(shop.texts()['a']).toBe(text('a', '2', '9').replace('Kept as it is.', 'A remark of olga’s.'))
    await shop.sync()
    const [proposal] = shop.git.proposals()
    expect(proposal?.proposal.files).toEqual([
      { kind: 'write', path: 'prod/a.yaml', text: text('a', '2', '9') },
    ])
  })
})

describe('invariant 5: a conflict known at planning blocks before the first write', () => {
  it('writes nothing, not even units that nobody else changed', async () => {
    const shop = await openShop()
    shop.change('a', 'b')
    shop.operator.write('b', text('b', '9'))
    expect(await shop.run()).toMatchObject({ outcome: 'blocked', summary: 'blocked by b, nothing written' })
    expect(shop.sent).toEqual([])
  })

  it('says what was written where a run fails midway', async () => {
    const shop = await openShop()
    shop.change('a', 'b', 'c')
    const failing: Endpoint = {
      ...shop.confighub,
      sink: {
        async *write(writes, call) {
          for (const write of writes) {
            if (write.key === 'b') yield { kind: 'refused', key: write.key }
            else yield* shop.confighub.sink.write([write], call)
          }
        },
      },
    }
    const report = await shop.run({}, failing)
    expect(report.summary).toBe('stopped after 1 of 3 units; running again does the rest')
    expect(report.units.map(({ unit, outcome }) => [unit, outcome])).toEqual([
      ['a', 'written'],
      ['b', 'refused'],
      ['c', undefined],
    ])
    expect(await shop.run()).toMatchObject({ outcome: 'done', summary: '2 units written' })
    expect(shop.sent.map(({ key }) => key)).toEqual(['b', 'c'])
  })
})

describe('invariant 6: after apply, planning again yields nothing', () => {
  it('sends no write, and saves no archive', async () => {
    const shop = await openShop()
    shop.change('a')
    await shop.run()
    const before = [shop.sent.length, shop.archive.messages().length]
    expect(await shop.run()).toMatchObject({ outcome: 'nothing-to-do', units: [] })
    expect([shop.sent.length, shop.archive.messages().length]).toEqual(before)
  })
})

describe('invariant 10: the same input gives the same plan, byte for byte', () => {
  it('whatever order it arrived in', async () => {
    const shop = await openShop()
    shop.change('a', 'c')
    shop.operator.write('b', text('b', '9'))
    const plan = async (authority: Endpoint) => JSON.stringify(await shop.run({ dryRun: true }, authority))
    expect(await plan(reversed(shop.confighub))).toBe(await plan(shop.confighub))
  })
})

function reversed(endpoint: Endpoint): Endpoint {
  const { source } = endpoint
  if (source === undefined) return endpoint
  async function* backwards<Item extends { readonly kind: string }>(items: AsyncIterable<Item>) {
    const all: Item[] = []
    for await (const item of items) all.unshift(item)
    yield* all.filter(({ kind }) => kind !== 'complete')
    yield* all.filter(({ kind }) => kind === 'complete')
  }
  return {
    ...endpoint,
    source: {
      list: (query, call) => backwards(source.list(query, call)),
      read: (refs, call) => backwards(source.read(refs, call)),
    },
  }
}
