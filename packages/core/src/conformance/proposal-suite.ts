import { check, checkEqual } from './check.ts'
import { describeContract } from './describe-contract.ts'
import type { Harness } from './harness.ts'
import { describeProposalFailures } from './proposal-failures.ts'
import { describeGroups } from './proposal-groups.ts'
import { describeCurrent, describeMerged } from './proposal-lists.ts'
import { describeReview } from './proposal-review.ts'
import {
  openProposal as open,
  type ProposalSetup,
  proposalsOf,
  proposeChange as propose,
  proposed,
  seeded,
} from './proposal-setup.ts'
import { describeProposalShapes } from './proposal-shapes.ts'
import { createRegister, type Register } from './register.ts'
import type { SuiteRunner } from './suite-runner.ts'

/** Registers what every ProposalSink has to keep to. */
export function proposalSuite(runner: SuiteRunner, harness: Harness<ProposalSetup>): void {
  const register = createRegister(runner, harness)
  register.suite('proposals', () => {
    describeContract(register, ['proposals.groups', 'proposals.stopAutoMerge'])
    describeIdentity(register)
    describeIdempotence(register)
    describeReview(register)
    describeCurrent(register)
    describeMerged(register)
    describeGroups(register)
    describeProposalShapes(register)
    describeProposalFailures(register)
  })
}

function describeIdentity({ group, test }: Register<ProposalSetup>): void {
  group('identity', () => {
    test('opens a proposal that carries exactly what is wanted', async (setup) => {
      const wanted = await propose(setup)
      const id = await open(setup, wanted)
      const { title, body } = wanted
      checkEqual(
        await setup.readBack(),
        [{ id, state: 'open', title, body, labels: ['tideway'], files: proposed }],
        'proposals',
      )
      const state = await proposalsOf(setup).state(id, setup.call)
      checkEqual(state, { kind: 'open', digest: wanted.digest }, 'state')
    })
    test('finds a proposal by its digest, and none by another', async (setup) => {
      const wanted = await propose(setup)
      const id = await open(setup, wanted)
      const proposals = proposalsOf(setup)
      checkEqual((await proposals.find(wanted.digest, setup.call)) ?? '', id, 'found')
      checkEqual((await proposals.find('another', setup.call)) ?? 'none', 'none', 'found')
    })
    test('replaces what it proposed before, and does not add to it', async (setup) => {
      const wanted = await propose(setup)
      const id = await open(setup, wanted)
      const files = [{ kind: 'write', path: 'prod/db.yaml', text: 'new: db\n' }] as const
      const outcome = await proposalsOf(setup).reconcile({ ...wanted, files, digest: 'second' }, setup.call)
      checkEqual([outcome.kind, 'id' in outcome && outcome.id], ['updated', id], 'outcome')
      const [only, ...others] = await setup.readBack()
      checkEqual(only?.files, { ...seeded, 'prod/db.yaml': 'new: db\n' }, 'files')
      checkEqual(others, [], 'other proposals')
      const state = await proposalsOf(setup).state(id, setup.call)
      checkEqual(state, { kind: 'open', digest: 'second' }, 'state')
    })
    test('closes the proposal where the sides agree', async (setup) => {
      const id = await open(setup, await propose(setup))
      const outcome = await proposalsOf(setup).close('Both sides agree.', setup.call)
      checkEqual([outcome.kind, 'id' in outcome && outcome.id], ['closed', id], 'outcome')
      checkEqual(
        (await setup.readBack()).map(({ state }) => state),
        ['closed'],
        'states',
      )
    })
    test('does not keep the digest of what it closed, which nobody declined', async (setup) => {
      const wanted = await propose(setup)
      const id = await open(setup, wanted)
      await proposalsOf(setup).close('Both sides agree.', setup.call)
      const state = await proposalsOf(setup).state(id, setup.call)
      check(state.kind !== 'open', 'the closed proposal counts as open')
      check(state.kind === 'unknown' || state.digest === undefined, 'the digest is still there')
    })
  })
}

function describeIdempotence({ group, test }: Register<ProposalSetup>): void {
  group('idempotence', () => {
    test('leaves an equal proposal as it is, and never opens a second one', async (setup) => {
      const wanted = await propose(setup)
      const id = await open(setup, wanted)
      const before = await setup.readBack()
      const outcome = await proposalsOf(setup).reconcile(wanted, setup.call)
      checkEqual([outcome.kind, 'id' in outcome && outcome.id], ['unchanged', id], 'outcome')
      checkEqual(await setup.readBack(), before, 'proposals')
    })
    test('has nothing to do where nothing is open and nothing is wanted', async (setup) => {
      await propose(setup)
      const outcome = await proposalsOf(setup).close('Both sides agree.', setup.call)
      checkEqual(outcome, { kind: 'none' }, 'outcome')
    })
  })
}
