import type { AutoMerge, Proposal } from '../contract/proposal-sink.ts'
import { check, checkEqual } from './check.ts'
import { describeContract } from './describe-contract.ts'
import type { Harness } from './harness.ts'
import {
  openProposal as open,
  type ProposalSetup,
  proposalsOf,
  proposeChange as propose,
} from './proposal-setup.ts'
import { createRegister } from './register.ts'
import type { SuiteRunner } from './suite-runner.ts'

/** A repository that merges proposals by itself once their checks have passed, for {@link autoMergeSuite}. */
export interface AutoMergeSetup extends ProposalSetup {
  /** The checks of an open proposal's newest commit pass. */
  passChecks(id: string): Promise<void>
  /** A person switches off that a proposal merges itself. */
  switchOff(id: string): Promise<void>
}

/** Registers what a ProposalSink has to keep to whose proposals can merge themselves. */
export function autoMergeSuite(runner: SuiteRunner, harness: Harness<AutoMergeSetup>): void {
  const register = createRegister(runner, harness)
  const { group, test } = register
  register.suite('auto-merge', () => {
    describeContract(register)

    group('merging', () => {
      test('merges what merges itself once its checks have passed, and not before', async (setup) => {
        const wanted = await proposeItself(setup)
        checkEqual(await reconcile(setup, wanted), 'waiting', 'auto-merge')
        checkEqual(await stateOf(setup), 'open', 'state before')
        await setup.passChecks('1')
        checkEqual(await stateOf(setup), 'merged', 'state afterwards')
        const state = await proposalsOf(setup).state('1', setup.call)
        checkEqual('digest' in state && state.digest, wanted.digest, 'digest of what was merged')
      })
      test('leaves what people merge to people', async (setup) => {
        const id = await open(setup, await propose(setup))
        await setup.passChecks(id)
        checkEqual(await stateOf(setup), 'open', 'state')
      })
    })

    group('taking it back', () => {
      test('does not merge what no longer merges itself', async (setup) => {
        const wanted = await proposeItself(setup)
        await reconcile(setup, wanted)
        const later = { ...wanted, autoMerge: undefined, digest: 'second' }
        checkEqual((await reconcile(setup, later)) ?? 'none', 'none', 'auto-merge')
        await setup.passChecks('1')
        checkEqual(await stateOf(setup), 'open', 'state')
      })
      test('does not merge what was stopped, and does once it is wanted again', async (setup) => {
        const wanted = await proposeItself(setup)
        await reconcile(setup, wanted)
        const proposals = proposalsOf(setup)
        check(proposals.stopAutoMerge !== undefined, 'there is no stopAutoMerge')
        await proposals.stopAutoMerge('1', setup.call)
        await setup.passChecks('1')
        checkEqual(await stateOf(setup), 'open', 'state')
        const again = { ...wanted, message: 'Again\n', digest: 'second' }
        checkEqual(await reconcile(setup, again), 'waiting', 'auto-merge')
      })
      test('does not merge the commit that a reviewer added', async (setup) => {
        const wanted = await proposeItself(setup)
        await reconcile(setup, wanted)
        await setup.edit('1', 'prod/web.yaml', 'reviewed: web\n')
        const outcome = await proposalsOf(setup).reconcile(wanted, setup.call)
        checkEqual(outcome.kind, 'blocked-by-edits', 'outcome')
        await setup.passChecks('1')
        checkEqual(await stateOf(setup), 'open', 'state')
      })
    })

    group('people', () => {
      test('does not overrule who switched it off for the same digest, and tries another again', async (setup) => {
        const wanted = await proposeItself(setup)
        await reconcile(setup, wanted)
        await setup.switchOff('1')
        checkEqual(await reconcile(setup, wanted), 'switched-off', 'auto-merge')
        await setup.passChecks('1')
        checkEqual(await stateOf(setup), 'open', 'state')
        const another = { ...wanted, message: 'Another\n', digest: 'second' }
        checkEqual(await reconcile(setup, another), 'waiting', 'auto-merge of another digest')
      })
    })
  })
}

async function proposeItself(setup: AutoMergeSetup): Promise<Proposal> {
  return { ...(await propose(setup)), autoMerge: 'squash' }
}

async function reconcile(setup: AutoMergeSetup, wanted: Proposal): Promise<AutoMerge | undefined> {
  const outcome = await proposalsOf(setup).reconcile(wanted, setup.call)
  return 'autoMerge' in outcome ? outcome.autoMerge : undefined
}

async function stateOf(setup: AutoMergeSetup): Promise<string> {
  return (await setup.readBack()).map(({ state }) => state).join()
}
