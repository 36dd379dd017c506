import { beforeEach, describe, expect, it } from 'vitest'
import type { Endpoint } from '../../contract/endpoint.ts'
import type { ProposalSink } from '../../contract/proposal-sink.ts'
import { definePolicy } from '../../decide/define-policy.ts'
import { mergePolicy } from '../../decide/presets.ts'
import { AdapterError } from '../../errors/adapter-error.ts'
import { createMemoryArchive } from '../../testing/memory-archive.ts'
import { createMemoryConfigHub } from '../../testing/memory-config-hub.ts'
import { createMemoryGit } from '../../testing/memory-git.ts'
import { sha256 } from '../../testing/sha256.ts'
import { createTestCall } from '../../testing/test-call.ts'
import { publish } from '../publish/publish.ts'
import { type SyncOptions, sync } from './sync.ts'
import { nameGroup, type SyncGrouping } from './sync-groups.ts'

const settings = (name: string, size: number) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n  size: "${size}"\n`

const byOwners: SyncGrouping = { kind: 'owners' }
const byTeam: SyncGrouping = { kind: 'label', label: 'team' }
const owners: Readonly<Record<string, readonly string[]>> = {
  'prod/web.yaml': ['@acme/Web'],
  'prod/shop.yaml': ['@acme/web'],
  'prod/db.yaml': ['@dora', '@acme/ops'],
}

/** Units of two owners and of nobody, all of which an operator has changed. */
async function openWorld() {
  const units = ['db', 'misc', 'shop', 'web']
  const files = Object.fromEntries(units.map((unit) => [`prod/${unit}.yaml`, settings(unit, 1)]))
  const git = createMemoryGit({ files, owners: (path) => owners[path] ?? [] })
  const confighub = createMemoryConfigHub()
  const archive = createMemoryArchive()
  const call = createTestCall()
  const operator = confighub.as({ kind: 'person', name: 'olga' })
  const options = { environment: 'prod', policy: mergePolicy }
  const endpoints = (change: (endpoint: Endpoint) => Endpoint = (endpoint) => endpoint) => ({
    git: change(git.endpoint('prod')),
    confighub,
    archive,
  })
  const world = {
    git,
    archive,
    operator,
    change: (size: number, ...changed: readonly string[]) => {
      for (const unit of changed) operator.write(unit, settings(unit, size), `Size ${size}`)
    },
    publish: () => publish(endpoints(), options, call),
    sync: (
      groupBy: SyncGrouping,
      more: Partial<SyncOptions> = {},
      change?: (endpoint: Endpoint) => Endpoint,
    ) => sync(endpoints(change), { ...options, groupBy, ...more }, call),
    open: () =>
      git
        .proposals()
        .flatMap(({ id, branch, state, proposal }) =>
          state === 'open' ? [[id, branch, ...proposal.files.map(({ path }) => path)].join(' ')] : [],
        ),
  }
  await world.publish()
  world.change(2, ...units)
  return world
}

let world: Awaited<ReturnType<typeof openWorld>>
beforeEach(async () => {
  world = await openWorld()
})

const ops = '1 sync/prod--acme.ops__dora prod/db.yaml'
const web = '2 sync/prod--acme.web prod/shop.yaml prod/web.yaml'
const unowned = '3 sync/prod--unowned prod/misc.yaml'

describe('a sync by owners', () => {
  it('proposes what each set of owners has to look at, and a second run changes nothing', async () => {
    const report = await world.sync(byOwners)
    expect(world.open()).toEqual([ops, web, unowned])
    expect(report).toMatchObject({
      outcome: 'done',
      proposals: [
        {
          kind: 'opened',
          id: '1',
          group: { name: 'acme.ops__dora', members: ['@acme/ops', '@dora'] },
          units: ['db'],
        },
        { kind: 'opened', id: '2', group: { members: ['@acme/web'] }, units: ['shop', 'web'] },
        { kind: 'opened', id: '3', group: { name: 'unowned', members: [] }, units: ['misc'] },
      ],
    })
    expect(report.summary).toContain('opened memory:proposal/2 for 2 units of @acme/web; opened')
    const [, { proposal } = {}] = world.git.proposals()
    expect(proposal?.title).toBe('sync: Import ConfigHub state for prod (@acme/web)')
    expect(proposal?.check?.name).toBe('tideway/sync/prod/acme.web')
    expect(proposal?.body).toContain(
      'It holds what belongs to `@acme/web`; what belongs to others is proposed apart.',
    )
    expect(proposal?.message).not.toContain('/db@')
    const saves = world.archive.messages().length
    const again = await world.sync(byOwners)
    expect(again.proposals?.map(({ kind }) => kind)).toEqual(['unchanged', 'unchanged', 'unchanged'])
    expect(world.archive.messages()).toHaveLength(saves)
  })

  it('settles each proposal by itself, in whatever order people merge or close them', async () => {
    await world.sync(byOwners)
    world.git.merge('3')
    world.git.close('2')
    expect((await world.publish()).outcome).toBe('nothing-to-do')
    const report = await world.sync(byOwners)
    expect(report.proposals?.map(({ kind, group }) => [group?.name, kind])).toEqual([
      ['acme.web', 'declined'],
      // The base has moved, and the branch with it.
      ['acme.ops__dora', 'updated'],
    ])
    world.git.merge('1', { squash: true })
    expect(world.open()).toEqual([])
    expect(world.git.tree()['prod/db.yaml']).toBe(settings('db', 2))
    expect(world.git.tree()['prod/web.yaml']).toBe(settings('web', 1))
    expect((await world.publish()).syncDue).toEqual(['shop', 'web'])
    // What was declined stays so; another change of one of its units is another proposal.
    world.change(3, 'web')
    await world.sync(byOwners)
    expect(world.open()).toEqual(['4 sync/prod--acme.web prod/shop.yaml prod/web.yaml'])
  })

  it('closes the proposal of a group that is gone, and says whether its changes are elsewhere now', async () => {
    await world.sync(byOwners)
    world.change(1, 'misc')
    await world.sync(byOwners)
    expect(world.git.proposals()[2]).toMatchObject({
      state: 'closed',
      closedFor: expect.stringContaining('agree again'),
    })
    await world.sync({ kind: 'environment' })
    expect(world.open()).toEqual(['4 sync/prod prod/db.yaml prod/shop.yaml prod/web.yaml'])
    expect(world.git.proposals()[0]).toMatchObject({
      state: 'closed',
      closedFor: expect.stringContaining('grouped otherwise'),
    })
    await world.sync(byOwners)
    expect(world.git.proposals()[3]).toMatchObject({
      state: 'closed',
      closedFor: expect.stringContaining('grouped otherwise'),
    })
    expect(world.open()).toHaveLength(2)
    // What tideway closed itself is not taken for declined.
    expect((await world.sync(byOwners)).proposals?.map(({ kind }) => kind)).toEqual([
      'unchanged',
      'unchanged',
    ])
  })

  it('does not say that changes are proposed elsewhere which people have closed there', async () => {
    await world.sync(byOwners)
    world.git.close('2')
    await world.sync({ kind: 'environment' })
    world.change(1, 'db', 'misc')
    const report = await world.sync(byOwners)
    expect(world.open()).toEqual([])
    expect(world.git.proposals()[3]).toMatchObject({
      state: 'closed',
      closedFor: expect.stringContaining('was closed before'),
    })
    expect(report.summary).toContain('people have closed the same changes before, closed memory:proposal/4')
  })

  it('leaves a proposal with commits by others alone, and keeps the others true', async () => {
    await world.sync(byOwners)
    world.git.editProposal('2', { 'prod/web.yaml': settings('web', 9) }, 'rita')
    world.change(3, 'db', 'web')
    const report = await world.sync(byOwners)
    expect(report.outcome).toBe('held')
    expect(report.proposals?.map(({ kind }) => kind)).toEqual(['updated', 'blocked-by-edits', 'unchanged'])
  })

  it('keeps the proposal of a unit that cannot be read as it is, and the others true', async () => {
    await world.sync(byOwners)
    world.operator.write('web', 'a: [', 'Broken')
    world.change(3, 'db')
    const report = await world.sync(byOwners, { onUnreadable: 'skip-unit' })
    expect(report.outcome).toBe('held')
    expect(report.proposals?.map(({ kind, group }) => [group?.name, kind])).toEqual([
      ['acme.ops__dora', 'updated'],
      ['acme.web', 'waiting'],
      ['unowned', 'unchanged'],
    ])
    expect(world.open()).toEqual([ops, web, unowned])
  })

  it('says in a dry run what it would propose', async () => {
    const report = await world.sync(byOwners, { dryRun: true })
    expect(report.summary).toBe('4 units would be proposed, in 4 files, by 3 pull requests')
    expect(report.proposals?.map(({ kind, units }) => [kind, units])).toEqual([
      ['planned', ['db']],
      ['planned', ['shop', 'web']],
      ['planned', ['misc']],
    ])
    expect(world.git.proposals()).toEqual([])
  })

  it('finds every group again after the archive was lost', async () => {
    await world.sync(byOwners)
    world.archive.lose()
    await world.sync({ kind: 'environment' })
    expect(world.open()).toEqual(['4 sync/prod prod/db.yaml prod/misc.yaml prod/shop.yaml prod/web.yaml'])
  })
})

/** An endpoint with another way to keep the proposal of one group. */
function keeping(name: string, reconcile: (sink: ProposalSink) => ProposalSink['reconcile']) {
  return (endpoint: Endpoint): Endpoint => {
    const { groups, ...proposals } = endpoint.proposals ?? {}
    if (!('reconcile' in proposals) || groups === undefined) return endpoint
    const group = (wanted: string): ProposalSink => {
      const sink = groups.group(wanted)
      return wanted === name ? { ...sink, reconcile: reconcile(sink) } : sink
    }
    return { ...endpoint, proposals: { ...proposals, groups: { ...groups, group } } }
  }
}

describe('a sync by owners that does not get through', () => {
  it('leaves what another run has announced meanwhile alone, even after a proposal that was right', async () => {
    await world.sync(byOwners)
    world.change(3, 'misc')
    const overtaken = keeping('acme.ops__dora', ({ reconcile }) => async (wanted, call) => {
      const outcome = await reconcile(wanted, call)
      world.change(4, 'web')
      await world.sync(byOwners)
      return outcome
    })
    expect(await world.sync(byOwners, {}, overtaken)).toMatchObject({ outcome: 'lost-race' })
    expect(world.git.proposals()[1]?.proposal.files).toContainEqual({
      kind: 'write',
      path: 'prod/web.yaml',
      text: settings('web', 4),
    })
  })

  it('takes back that a proposal merges itself which it could not bring up to date, and fails its check', async () => {
    const rule = { id: 'all', autoMerge: true, match: { flow: 'sync' }, decide: 'merge' } as const
    const policy = definePolicy({ name: 'all', extends: [mergePolicy], rules: [rule] })
    const options = { policy, autoMerge: 'squash' } as const
    await world.sync(byOwners, options)
    world.change(3, 'web', 'misc')
    const failed: string[] = []
    const error = new AdapterError({
      kind: 'invalid-request',
      endpoint: 'git',
      message: 'it is too large',
      next: 'make it smaller',
    })
    const refusing = keeping('acme.web', () => () => Promise.reject(error))
    const checked = (endpoint: Endpoint): Endpoint => ({
      ...refusing(endpoint),
      reviews: {
        check: async (proposal, { name, state }) => {
          failed.push([proposal, name, state].join(' '))
          return 'set'
        },
        comment: () => Promise.reject(error),
      },
    })
    await expect(world.sync(byOwners, options, checked)).rejects.toThrow('it is too large')
    expect(world.git.passChecks('2')).toBeUndefined()
    expect(failed).toEqual(['2 tideway/sync/prod/acme.web failure'])
    expect(world.git.passChecks('3')).toBeDefined()
    expect(world.git.tree()['prod/misc.yaml']).toBe(settings('misc', 3))
  })
})

it('a sync by a label has a proposal for each value, and one for the units without it', async () => {
  world.operator.annotate('web', {}, { team: 'store' })
  world.operator.annotate('shop', {}, { team: 'store' })
  world.operator.annotate('db', {}, { team: 'Core & Data' })
  await world.sync(byTeam)
  const digest = sha256(JSON.stringify(['Core & Data'])).slice(0, 10)
  expect(world.open()).toEqual([
    `1 sync/prod--core-data-${digest} prod/db.yaml`,
    '2 sync/prod--store prod/shop.yaml prod/web.yaml',
    '3 sync/prod--unlabelled prod/misc.yaml',
  ])
})

/** An editor that also writes a file for some units, and says which units each file carries. */
function sharing(path: string, units: readonly string[], text: (wanted: readonly string[]) => string) {
  return (endpoint: Endpoint): Endpoint => ({
    ...endpoint,
    editor: {
      ...endpoint.editor,
      async edit(wanted, call) {
        const edits = await endpoint.editor?.edit(wanted, call)
        const named = wanted.map(({ unit }) => unit).filter((unit) => units.includes(unit))
        if (edits === undefined || named.length === 0) return edits ?? { files: [], unresolved: [] }
        return {
          ...edits,
          files: [...edits.files, { kind: 'write', path, text: text(wanted.map(({ unit }) => unit)) }],
          carried: { ...edits.carried, [path]: named },
        }
      },
    },
  })
}

describe('groups whose changes cannot be told apart', () => {
  it('are one proposal where units of both change the same file, and the rest stays apart', async () => {
    const shared = sharing(
      'config/prod.env',
      ['db', 'web'],
      (wanted) => `${wanted.includes('db')} ${wanted.includes('web')}`,
    )
    const report = await world.sync(byOwners, {}, shared)
    expect(world.open()).toEqual([
      '1 sync/prod--acme.ops__acme.web__dora prod/db.yaml prod/web.yaml config/prod.env',
      '2 sync/prod--acme.web prod/shop.yaml',
      '3 sync/prod--unowned prod/misc.yaml',
    ])
    expect(report.outcome).toBe('done')
    expect(world.git.proposals()[0]?.proposal.body).toContain(
      '`db`, `web` are in it together: no edit of `prod/db.yaml`, `prod/web.yaml`, `config/prod.env` holds',
    )
  })

  it('are one proposal where the edits of one alone would be others than together', async () => {
    const odd = sharing('config/db.env', ['db'], (wanted) => (wanted.includes('misc') ? 'with' : 'alone'))
    await world.sync(byOwners, {}, odd)
    expect(world.open()).toHaveLength(1)
  })

  it('are one proposal where a resource moves between them', async () => {
    await world.sync(byOwners)
    for (const id of ['1', '2', '3']) world.git.merge(id)
    await world.publish()
    world.operator.write('web', `${settings('web', 2)}---\n${settings('misc', 2)}`, 'Take over')
    world.operator.withdraw('misc', 'Moved')
    await world.sync(byOwners)
    expect(world.open()).toEqual(['4 sync/prod--acme.web prod/misc.yaml prod/web.yaml'])
  })

  it('are one proposal where the editor cannot tell whose changes a file carries', async () => {
    const blind = (endpoint: Endpoint): Endpoint => ({
      ...endpoint,
      editor: {
        ...endpoint.editor,
        async edit(wanted, call) {
          const { carried: _, ...edits } = (await endpoint.editor?.edit(wanted, call)) ?? {
            files: [],
            unresolved: [],
          }
          return edits
        },
      },
    })
    await world.sync(byOwners, {}, blind)
    expect(world.open()).toHaveLength(1)
  })
})

it('a store that keeps one proposal only, or knows no owners, is refused by name', async () => {
  const without =
    (name: 'groups' | 'owners') =>
    (endpoint: Endpoint): Endpoint => ({
      ...endpoint,
      ...(name === 'groups' && endpoint.proposals
        ? { proposals: { ...endpoint.proposals, groups: undefined } }
        : {}),
      ...(name === 'owners' && endpoint.editor
        ? {
            editor: {
              edit: (wanted, call) => endpoint.editor?.edit(wanted, call) ?? Promise.reject(new Error()),
            },
          }
        : {}),
    })
  await expect(world.sync(byOwners, {}, without('groups'))).rejects.toThrow('keeps no more than one proposal')
  await expect(world.sync(byOwners, {}, without('owners'))).rejects.toThrow('does not know who owns files')
  expect(world.open()).toEqual([])
})

describe('the name of a group', () => {
  const name = (grouping: typeof byOwners | typeof byTeam, ...members: readonly string[]) =>
    nameGroup(grouping as Exclude<SyncGrouping, { kind: 'environment' }>, members, sha256).name

  it('says the members, in any order', () => {
    expect(name(byOwners, '@octo/web', '@dora')).toBe('dora__octo.web')
    expect(name(byTeam, 'b.c', 'a-b')).toBe('a-b__b.c')
  })

  it.each([
    [name(byOwners, '@a/b'), name(byOwners, 'a@b')],
    [name(byOwners, '@a.b@c'), name(byOwners, '@a/b')],
    [name(byOwners, '@unowned'), name(byOwners)],
    [name(byTeam, 'unlabelled'), name(byTeam)],
    [name(byTeam, 'Web'), name(byTeam, 'web')],
    [name(byTeam, 'a', 'b'), name(byTeam, 'a__b')],
    [name(byTeam, 'a/b'), name(byTeam, 'a b')],
    [name(byTeam, 'x'.repeat(200)), name(byTeam, 'x'.repeat(201))],
    [name(byTeam, 'x.lock'), name(byTeam, 'x')],
    [name(byTeam, '..'), name(byTeam, '--')],
  ])('is never that of another group: %s, %s', (one, other) => {
    expect(one).not.toBe(other)
    for (const each of [one, other]) {
      expect(each).toMatch(/^[a-z0-9](?!.*(?:\.\.|--))(?!.*\.lock$)[a-z0-9._-]*(?<!\.)$/)
      expect(each.length).toBeLessThan(100)
    }
  })
})
