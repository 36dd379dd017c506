import { TidewayError } from '../errors/tideway-error.ts'
import { catchError } from './catch-error.ts'
import { check, checkEqual } from './check.ts'
import { describeContract } from './describe-contract.ts'
import { describeCuts } from './describe-cuts.ts'
import { describeErrors, lacking } from './describe-errors.ts'
import { describeGroups } from './describe-groups.ts'
import { describeCurrent, describeMerged } from './describe-listed-proposals.ts'
import type { Harness } from './harness.ts'
import {
  openProposal as open,
  type ProposalSetup,
  proposalsOf,
  proposeChange as propose,
  proposed,
  seeded,
} from './proposal-setup.ts'
import { createRegister, type Register } from './register.ts'
import { largeText, oddText } from './sample-text.ts'
import type { SuiteRunner } from './suite-runner.ts'

/** Registers what every ProposalSink has to keep to. */
export function proposalSuite(runner: SuiteRunner, harness: Harness<ProposalSetup>): void {
  const register = createRegister(runner, harness)
  register.suite('proposals', () => {
    describeContract(register)
    describeIdentity(register)
    describeIdempotence(register)
    describeReview(register)
    describeCurrent(register)
    describeMerged(register)
    describeGroups(register)
    describeLostAnswer(register)
    describeProposalShapes(register)
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
        prepare: async (setup) => {
          const group = proposalsOf(setup).groups?.group('web')
          await group?.reconcile(await propose(setup), setup.call)
        },
        run: (setup) =>
          catchError(async () => {
            const names = await proposalsOf(setup).groups?.names(setup.call)
            checkEqual(names ?? ['web'], ['web'], 'parts with an open proposal')
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
        'proposals.merged': (setup, call) =>
          catchError(() => proposalsOf(setup).merged('0'.repeat(40), call)),
        'proposals.stopAutoMerge': async (setup, call) => {
          const sink = proposalsOf(setup)
          if (sink.stopAutoMerge === undefined) return lacking
          return catchError(async () => sink.stopAutoMerge?.('1', call))
        },
        'proposals.groups.names': async (setup, call) => {
          const { groups } = proposalsOf(setup)
          return groups === undefined ? lacking : catchError(() => groups.names(call))
        },
      },
      afterAbort: async (setup) => checkEqual(await setup.readBack(), [], 'proposals after an abort'),
    })
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

function describeReview({ group, test }: Register<ProposalSetup>): void {
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

function describeLostAnswer({ group, provoked }: Register<ProposalSetup>): void {
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
}

function describeProposalShapes({ group, test }: Register<ProposalSetup>): void {
  group('large units', () => {
    test('proposes a file of half a mebibyte', async (setup) => {
      const files = [{ kind: 'write', path: 'prod/web.yaml', text: largeText() }] as const
      await open(setup, { ...(await propose(setup)), files })
      const text = (await setup.readBack())[0]?.files['prod/web.yaml']
      checkEqual(text?.length, largeText().length, 'length of the proposed text')
      check(text === largeText(), 'the proposed text is another one')
    })
  })

  group('unicode and odd names', () => {
    test('keeps every character of paths, texts, title and body', async (setup) => {
      const paths = ['prod/a b.yaml', 'prod/grün/constructor.yaml', 'prod/#?&%41.yaml']
      const title = 'sync: e\u0301 \u{1d4b3} 👩‍👩‍👧 "quoted"'
      const body = 'Größe: <b>`$x`</b> %00\n'
      const files = paths.map((path) => ({ kind: 'write', path, text: oddText('web') }) as const)
      await open(setup, { ...(await propose(setup)), files, title, body })
      const [only] = await setup.readBack()
      checkEqual([only?.title, only?.body], [title, body], 'title and body')
      const written = Object.fromEntries(paths.map((path) => [path, oddText('web')]))
      checkEqual(only?.files, { ...seeded, ...written }, 'files')
    })
  })

  group('read-only run', () => {
    test('refuses to propose in a run that may only read, without effect', async (setup) => {
      const wanted = await propose(setup)
      const call = { ...setup.call, readOnly: true }
      const error = await catchError(() => proposalsOf(setup).reconcile(wanted, call))
      check(TidewayError.isInstance(error), `the proposal was not refused: ${String(error)}`)
      checkEqual(await setup.readBack(), [], 'proposals')
    })
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
