import { check, checkEqual } from './check.ts'
import {
  openProposal as open,
  type ProposalSetup,
  proposalsOf,
  proposeChange as propose,
} from './proposal-setup.ts'
import type { Register } from './register.ts'

/** What has to hold of a proposal that people have edited, merged or closed. */
export function describeReview({ group, test }: Register<ProposalSetup>): void {
  group('review', () => {
    test('does not write over a commit that a reviewer added', async (setup) => {
      const wanted = await propose(setup)
      const id = await open(setup, wanted)
      await setup.edit(id, 'prod/web.yaml', 'reviewed: web\n')
      const outcome = await proposalsOf(setup).reconcile({ ...wanted, digest: 'second' }, setup.call)
      checkEqual(outcome.kind, 'blocked-by-edits', 'outcome')
      const [only] = await setup.readBack()
      checkEqual(only?.files['prod/web.yaml'], 'reviewed: web\n', 'the reviewed file')
    })
    test('tells a merged proposal, the commit that it became, and opens a new one next', async (setup) => {
      const wanted = await propose(setup)
      const id = await open(setup, wanted)
      const commit = await setup.merge(id)
      const proposals = proposalsOf(setup)
      checkEqual(
        await proposals.state(id, setup.call),
        { kind: 'merged', commit, digest: wanted.digest },
        'state of the merged proposal',
      )
      const files = [{ kind: 'write', path: 'prod/db.yaml', text: 'later: db\n' }] as const
      const next = await open(setup, { ...wanted, base: commit, files, digest: 'second' })
      check(next !== id, 'a merged proposal was used again')
    })
    test('tells a declined proposal', async (setup) => {
      const wanted = await propose(setup)
      const id = await open(setup, wanted)
      await setup.decline(id)
      const state = await proposalsOf(setup).state(id, setup.call)
      checkEqual(state, { kind: 'closed', digest: wanted.digest }, 'state')
    })
    test('claims nothing of a proposal that it does not know', async (setup) => {
      checkEqual(await proposalsOf(setup).state('999999', setup.call), { kind: 'unknown' }, 'state')
    })
  })
}
