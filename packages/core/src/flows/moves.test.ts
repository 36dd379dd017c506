import { describe, expect, it } from 'vitest'
import type { Policy } from '../decide/policy.ts'
import { mergePolicy } from '../decide/presets.ts'
import { formatUnit } from '../parse/format-unit.ts'
import { createMemoryArchive } from '../testing/memory-archive.ts'
import { createMemoryConfigHub } from '../testing/memory-config-hub.ts'
import { createMemoryGit } from '../testing/memory-git.ts'
import { createTestCall } from '../testing/test-call.ts'
import { publish } from './publish/publish.ts'
import type { PublishOptions } from './publish/publish-options.ts'
import { sync } from './sync/sync.ts'

const settings = (name: string, a = '1') =>
  formatUnit([{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { a } }])
const both = (one: string, other: string) => `${one}---\n${other}`

// Units one, two and three; `wall` is in unit one.
async function openWorld() {
  const git = createMemoryGit({
    files: {
      'prod/one.yaml': both(settings('one'), settings('wall')),
      'prod/two.yaml': settings('two'),
      'prod/three.yaml': settings('three'),
    },
  })
  const confighub = createMemoryConfigHub()
  const archive = createMemoryArchive()
  const endpoints = () => ({ git: git.endpoint('prod'), confighub, archive })
  const world = {
    git,
    trigger: confighub.as({ kind: 'automation', name: 'trigger' }),
    olga: confighub.as({ kind: 'person', name: 'olga' }),
    unitsWith: (name: string) =>
      Object.entries(confighub.state())
        .filter(([, { text }]) => text.includes(`name: ${name}\n`))
        .map(([unit]) => unit),
    texts: () =>
      Object.fromEntries(Object.entries(confighub.state()).map(([unit, { text }]) => [unit, text])),
    publish: (options: Partial<PublishOptions> = {}) =>
      publish(endpoints(), { environment: 'prod', policy: mergePolicy, ...options }, createTestCall()),
    sync: (options: { readonly policy?: Policy; readonly select?: readonly string[] } = {}) =>
      sync(endpoints(), { environment: 'prod', policy: mergePolicy, ...options }, createTestCall()),
  }
  await world.publish()
  return world
}

describe('a resource that Git moved to one unit and ConfigHub to another', () => {
  const moved = async () => {
    const world = await openWorld()
    world.git.commit(
      { 'prod/one.yaml': settings('one'), 'prod/two.yaml': both(settings('two'), settings('wall')) },
      'Move',
    )
    world.olga.write('one', settings('one'))
    world.olga.write('three', both(settings('three'), settings('wall')))
    return world
  }

  it('blocks a publish, which says where either side has it', async () => {
    const world = await moved()
    const before = world.texts()
    const report = await world.publish()
    expect(report.outcome).toBe('blocked')
    expect(
      report.units.map(({ unit, fields }) => [unit, fields.map(({ change, reason }) => [change, reason])]),
    ).toEqual(
      ['three', 'two'].map((unit) => [
        unit,
        [['conflict', 'one side has it in three, the other in two; both sides changed the same field']],
      ]),
    )
    expect(world.texts()).toEqual(before)
  })

  it('is in Git’s unit alone after a force, and in ConfigHub’s alone after a sync', async () => {
    const forced = await moved()
    expect((await forced.publish({ force: {} })).outcome).toBe('done')
    expect(forced.unitsWith('wall')).toEqual(['two'])
    const synced = await moved()
    await synced.sync()
    const [proposal] = synced.git.proposals()
    expect(proposal?.proposal.body).toMatch(/### Conflicts[\s\S]*wall/)
    synced.git.merge(proposal?.id ?? '')
    const files = Object.entries(synced.git.tree()).filter(([, text]) => text.includes('name: wall\n'))
    expect(files.map(([path]) => path)).toEqual(['prod/three.yaml'])
    expect((await synced.publish()).outcome).toBe('nothing-to-do')
  })

  it('stays where it is where a rule lets only one of the units be written', async () => {
    const world = await moved()
    const lopsided: Policy = {
      name: 'lopsided',
      rules: [
        ...mergePolicy.rules,
        { id: 'two', enforced: true, match: { unit: ['two'] }, decision: { kind: 'take', side: 'git' } },
        { id: 'three', enforced: true, match: { unit: ['three'] }, decision: { kind: 'leave' } },
      ],
    }
    const report = await world.publish({ policy: lopsided })
    expect(report.units.find(({ unit }) => unit === 'two')).toMatchObject({
      verdict: 'hold',
      obstacle: 'ConfigMap//wall moves between three and two, and three is not written',
    })
    expect(world.unitsWith('wall')).toEqual(['three'])
  })
})

describe('a resource that one side moved and the other edited', () => {
  it('is not written to its new unit while its edit in the old one is undecided', async () => {
    const world = await openWorld()
    world.git.commit(
      { 'prod/one.yaml': settings('one'), 'prod/two.yaml': both(settings('two'), settings('wall')) },
      'Move',
    )
    world.olga.write('one', both(settings('one'), settings('wall', '2')))
    const waiting: Policy = {
      name: 'waiting',
      rules: [
        ...mergePolicy.rules,
        { id: 'wait', enforced: false, match: { change: ['conflict'] }, decision: { kind: 'hold' } },
      ],
    }
    expect((await world.publish({ policy: waiting })).outcome).toBe('held')
    expect(world.unitsWith('wall')).toEqual(['one'])
    expect((await world.publish()).outcome).toBe('blocked')
  })

  it('is Git’s to move where only the server edited it', async () => {
    const world = await openWorld()
    world.git.commit(
      { 'prod/one.yaml': settings('one'), 'prod/two.yaml': both(settings('two'), settings('wall')) },
      'Move',
    )
    world.trigger.write('one', both(settings('one'), settings('wall', '2')))
    expect((await world.publish()).outcome).toBe('done')
    expect(world.unitsWith('wall')).toEqual(['two'])
  })
})

describe('a resource that ConfigHub moved to a unit that Git is not to have', () => {
  it('is not taken out of Git', async () => {
    const world = await openWorld()
    world.olga.write('one', settings('one'))
    world.olga.write('other', settings('wall'))
    const report = await world.sync({ select: ['prod-*'] })
    expect(report.units.find(({ unit }) => unit === 'one')?.obstacle).toBe(
      'ConfigMap//wall moves between one and other, and other is not written',
    )
    expect(world.git.proposals()).toEqual([])
  })
})

describe('a unit that Git renamed', () => {
  const renamed = async () => {
    const world = await openWorld()
    world.git.commit({ 'prod/two.yaml': undefined, 'prod/duo.yaml': settings('two') }, 'Rename')
    return world
  }

  it('blocks a publish, which tells the ways out', async () => {
    const world = await renamed()
    const before = world.texts()
    const report = await world.publish()
    expect(report.outcome).toBe('blocked')
    expect(report.units.map(({ unit, verdict }) => `${unit} ${verdict}`)).toEqual(['duo block', 'two block'])
    expect(report.units[0]?.obstacle).toMatch(/Git calls unit two duo now.*--force --unit two --unit duo/)
    expect(world.texts()).toEqual(before)
  })

  it('is published where both names are forced, and not where only one is', async () => {
    const world = await renamed()
    expect((await world.publish({ force: { units: ['duo'] } })).outcome).toBe('blocked')
    expect((await world.publish({ force: { units: ['duo', 'two'] } })).outcome).toBe('done')
    expect(world.unitsWith('two')).toEqual(['duo'])
  })

  it('settles once ConfigHub has renamed it, too', async () => {
    const world = await renamed()
    world.olga.write('duo', settings('two'))
    world.olga.write('two', '')
    expect((await world.publish()).outcome).toBe('nothing-to-do')
  })
})
