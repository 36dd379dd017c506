import { catchError } from './catch-error.ts'
import { check, checkEqual } from './check.ts'
import { describeCuts } from './describe-cuts.ts'
import { describeErrors } from './describe-errors.ts'
import {
  groupsOf,
  openProposal as open,
  type ProposalSetup,
  proposalsOf,
  proposeChange as propose,
  seeded,
} from './proposal-setup.ts'
import type { Register } from './register.ts'

/** Registers the groups about lost answers, and those that every suite ends with, for every method of a ProposalSink. */
export function describeProposalFailures(register: Register<ProposalSetup>): void {
  const { group, provoked } = register
  group('unknown outcome', () => {
    provoked('lost-answer', 'finds the proposal again whose answer was lost', async (setup) => {
      const wanted = await propose(setup)
      await setup.provoke('lost-answer')
      const error = await catchError(() => proposalsOf(setup).reconcile(wanted, setup.call))
      const outcome = await proposalsOf(setup).reconcile(wanted, setup.call)
      check(outcome.kind !== 'none' && outcome.kind !== 'closed', `the second outcome is "${outcome.kind}"`)
      check(error !== undefined || outcome.kind === 'unchanged', 'the lost answer went unnoticed')
      checkEqual(
        (await setup.readBack()).map(({ state }) => state),
        ['open'],
        'states',
      )
    })
  })

  describeCuts(register, {
    'proposals.reconcile': { prepare: openOne, run: updateTwice },
    'proposals.close': {
      prepare: openOne,
      run: async (setup) => {
        const close = () => proposalsOf(setup).close('Both sides agree.', setup.call)
        const error = await catchError(close)
        // The cut may hit the second attempt; it hits once.
        await close().catch(close)
        const states = (await setup.readBack()).map(({ state }) => state)
        checkEqual(states, ['closed'], 'states after the next run')
        return error
      },
    },
    'proposals.current': {
      prepare: openOne,
      run: (setup) =>
        catchError(async () => {
          const current = await proposalsOf(setup).current(setup.call)
          check(current !== undefined, 'a proposal that is open was not told')
        }),
    },
    'proposals.merged': {
      prepare: openOne,
      run: async (setup) => {
        const id = (await setup.readBack())[0]?.id ?? ''
        await setup.merge(id)
        const since = '0'.repeat(40)
        return catchError(async () => {
          const merged = await proposalsOf(setup).merged(since, setup.call)
          check(
            merged.some((one) => one.id === id),
            'a proposal that was merged is not told',
          )
        })
      },
    },
    'proposals.stopAutoMerge': {
      prepare: openOne,
      run: async (setup) => {
        const id = (await setup.readBack())[0]?.id ?? ''
        return catchError(async () => proposalsOf(setup).stopAutoMerge?.(id, setup.call))
      },
    },
    'proposals.find': {
      prepare: openOne,
      run: (setup) =>
        catchError(async () => {
          const found = await proposalsOf(setup).find('first', setup.call)
          check(found !== undefined, 'a proposal that is there was not found')
        }),
    },
    'proposals.state': {
      prepare: openOne,
      run: async (setup) => {
        const id = (await setup.readBack())[0]?.id ?? ''
        return catchError(async () => {
          const { kind } = await proposalsOf(setup).state(id, setup.call)
          checkEqual(kind, 'open', 'state of an open proposal')
        })
      },
    },
    'proposals.groups.names': {
      prepare: async (setup) =>
        void (await groupsOf(setup)
          .group('web')
          .reconcile(await propose(setup), setup.call)),
      run: (setup) =>
        catchError(async () => {
          checkEqual(await groupsOf(setup).names(setup.call), ['web'], 'groups with an open proposal')
        }),
    },
  })
  describeErrors(register, {
    requests: {
      'proposals.reconcile': async (setup, call) => {
        const wanted = await propose(setup)
        return catchError(() => proposalsOf(setup).reconcile(wanted, call))
      },
      'proposals.find': (setup, call) => catchError(() => proposalsOf(setup).find('first', call)),
      'proposals.close': (setup, call) =>
        catchError(() => proposalsOf(setup).close('Both sides agree.', call)),
      'proposals.state': (setup, call) => catchError(() => proposalsOf(setup).state('1', call)),
      'proposals.current': (setup, call) => catchError(() => proposalsOf(setup).current(call)),
      'proposals.merged': (setup, call) => catchError(() => proposalsOf(setup).merged('0'.repeat(40), call)),
      'proposals.stopAutoMerge': (setup, call) =>
        catchError(async () => proposalsOf(setup).stopAutoMerge?.('1', call)),
      'proposals.groups.names': (setup, call) => catchError(() => groupsOf(setup).names(call)),
    },
    afterAbort: async (setup) => checkEqual(await setup.readBack(), [], 'proposals after an abort'),
  })
}

// Answers the error of the first attempt; the second one has to find its way, whatever the first one did.
async function updateTwice(setup: ProposalSetup): Promise<unknown> {
  const files = [{ kind: 'write', path: 'prod/db.yaml', text: 'new: db\n' }] as const
  const wanted = { ...(await propose(setup)), files, digest: 'second' }
  const reconcile = () => proposalsOf(setup).reconcile(wanted, setup.call)
  let error = await catchError(reconcile)
  // The cut may hit the second attempt; it hits once.
  const outcome = await reconcile().catch(async (later: unknown) => {
    error = later
    return reconcile()
  })
  check(
    outcome.kind === 'updated' || outcome.kind === 'unchanged',
    `the outcome of the next run is "${outcome.kind}"`,
  )
  const [only, ...others] = await setup.readBack()
  checkEqual(only?.files, { ...seeded, 'prod/db.yaml': 'new: db\n' }, 'files')
  checkEqual(others, [], 'other proposals')
  return error
}

async function openOne(setup: ProposalSetup): Promise<void> {
  await open(setup, await propose(setup))
}
