import type { CommitId } from '../contract/commits.ts'
import type { CurrentProposal } from '../contract/proposal-sink.ts'
import { check, checkEqual } from './check.ts'
import { groupsOf, openProposal, type ProposalSetup, proposalsOf, proposeChange } from './proposal-setup.ts'
import type { Register } from './register.ts'

/** What has to hold of the open proposal. */
export function describeCurrent({ group, test, having }: Register<ProposalSetup>): void {
  const expectCurrent = async (
    setup: ProposalSetup,
    expected: CurrentProposal | undefined,
    of = proposalsOf(setup),
  ) => checkEqual((await of.current(setup.call)) ?? 'none', expected ?? 'none', 'current')
  group('current proposal', () => {
    test('is the open one with what it carries now, and none once it was declined', async (setup) => {
      const wanted = await proposeChange(setup)
      await expectCurrent(setup, undefined)
      const id = await openProposal(setup, wanted)
      await expectCurrent(setup, { id, digest: 'first' })
      const later = { ...wanted, body: `${wanted.body}More\n`, digest: 'second' }
      await proposalsOf(setup).reconcile(later, setup.call)
      await expectCurrent(setup, { id, digest: 'second' })
      await setup.decline(id)
      await expectCurrent(setup, undefined)
    })
    having('proposals.groups').test('is none of a group that has none open', async (setup) => {
      await openProposal(setup, await proposeChange(setup))
      await expectCurrent(setup, undefined, groupsOf(setup).group('web'))
    })
    test('is none once it was merged', async (setup) => {
      const id = await openProposal(setup, await proposeChange(setup))
      await expectCurrent(setup, { id, digest: 'first' })
      await setup.merge(id)
      await expectCurrent(setup, undefined)
    })
  })
}

/** What has to hold of the list of merged proposals. */
export function describeMerged({ group, test, having }: Register<ProposalSetup>): void {
  const mergedAfter = async (setup: ProposalSetup, base: CommitId, of = proposalsOf(setup)) =>
    byId(await of.merged(base, setup.call))
  group('merged proposals', () => {
    test('lists none while a proposal is open, nor where it was declined', async (setup) => {
      const wanted = await proposeChange(setup)
      const id = await openProposal(setup, wanted)
      checkEqual(await mergedAfter(setup, wanted.base), [], 'merged while it is open')
      await setup.decline(id)
      checkEqual(await mergedAfter(setup, wanted.base), [], 'merged after it was declined')
    })
    test('lists every proposal that was merged since, with what it carried last', async (setup) => {
      const wanted = await proposeChange(setup)
      const id = await openProposal(setup, wanted)
      const later = { ...wanted, body: `${wanted.body}More\n`, digest: 'second' }
      await proposalsOf(setup).reconcile(later, setup.call)
      const commit = await setup.merge(id)
      const first = { id, commit, digest: 'second' }
      checkEqual(await mergedAfter(setup, wanted.base), [first], 'merged')
      const files = [{ kind: 'write', path: 'prod/db.yaml', text: 'later: db\n' }] as const
      const next = await openProposal(setup, { ...wanted, base: commit, files, digest: 'third' })
      const second = { id: next, commit: await setup.merge(next), digest: 'third' }
      checkEqual(await mergedAfter(setup, wanted.base), byId([first, second]), 'merged')
      check(
        (await mergedAfter(setup, commit)).some((merged) => merged.id === next),
        'the second proposal is not among those that were merged after the first',
      )
    })
    having('proposals.groups').test('lists those of its groups, too', async (setup) => {
      const groups = groupsOf(setup)
      const wanted = await proposeChange(setup)
      const outcome = await groups.group('web').reconcile(wanted, setup.call)
      check('id' in outcome, `the outcome of the group is "${outcome.kind}"`)
      const commit = await setup.merge(outcome.id)
      const merged = [{ id: outcome.id, commit, digest: wanted.digest }]
      checkEqual(await mergedAfter(setup, wanted.base), merged, 'merged, of all')
      checkEqual(await mergedAfter(setup, wanted.base, groups.group('web')), merged, 'merged, of the group')
      checkEqual(await mergedAfter(setup, wanted.base, groups.group('db')), [], 'merged, of another group')
    })
  })
}

function byId<Item extends { readonly id: string }>(items: readonly Item[]): readonly Item[] {
  return items.toSorted((one, other) => (one.id < other.id ? -1 : 1))
}
