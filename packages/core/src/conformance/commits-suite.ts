import type { Call } from '../contract/call.ts'
import type { CommitId, Commits, UnitCommit } from '../contract/commits.ts'
import { catchError } from './catch-error.ts'
import { check, checkEqual } from './check.ts'
import { collect } from './collect.ts'
import { describeContract } from './describe-contract.ts'
import { describeCuts } from './describe-cuts.ts'
import { describeErrors } from './describe-errors.ts'
import type { Harness, HarnessSetup } from './harness.ts'
import { createRegister } from './register.ts'
import { requireMember } from './require-member.ts'
import { oddText, sampleText } from './sample-text.ts'
import type { SuiteRunner } from './suite-runner.ts'

/** A repository that an environment is rendered from, for {@link commitsSuite}; at first no commit has a unit. */
export interface CommitsSetup extends HarnessSetup {
  /**
   * Commits these units' texts (undefined: none any more) on top of the newest commit, and answers the new one, which
   * `endpoint` reads from then on.
   */
  commit(units: Readonly<Record<string, string | undefined>>, subject: string): Promise<CommitId>
}

const one = sampleText('web', 'one')
const two = sampleText('web', 'two')
const oddSubject = 'Größe: e\u0301 \u{1d4b3} 👩‍👩‍👧 "$x" %00'

/** Registers what all Commits have to keep to. */
export function commitsSuite(runner: SuiteRunner, harness: Harness<CommitsSetup>): void {
  const register = createRegister(runner, harness)
  const { group, test } = register
  const tellingChanges = register.having('commits.changesOf')
  register.suite('commits', () => {
    describeContract(register, ['commits.caveats', 'commits.changesOf'])
    group('identity', () => {
      test('tells the commit that is read, by its id, subject, author and time', async (setup) => {
        const id = await setup.commit({ web: one }, 'Scale the web up')
        const head = await commitsOf(setup).head(setup.call)
        checkEqual([head.id, head.subject], [id, 'Scale the web up'], 'id and subject')
        check(head.author !== '', 'the commit has no author')
        check(!Number.isNaN(Date.parse(head.at)), `the commit has no time, but ${head.at}`)
      })
    })

    group('relation', () => {
      test('tells how two commits stand to each other, also by the first twelve digits', async (setup) => {
        const before = await setup.commit({ web: one }, 'One')
        const after = await setup.commit({ web: two }, 'Two')
        const relation = (left: CommitId, right: CommitId) =>
          commitsOf(setup).relation(left, right, setup.call)
        checkEqual(await relation(after, after), 'same', 'a commit and itself')
        checkEqual(await relation(after, before), 'descends', 'a commit and the one before it')
        checkEqual(await relation(before, after), 'precedes', 'a commit and the one after it')
        checkEqual(await relation(before.slice(0, 12), after), 'precedes', 'a shortened id')
      })
      test('does not guess about a commit that nobody knows', async (setup) => {
        const head = await setup.commit({ web: one }, 'One')
        const unknown = 'f'.repeat(head.length)
        checkEqual(await commitsOf(setup).relation(unknown, head, setup.call), 'unknown', 'relation')
      })
    })

    group('changes', () => {
      tellingChanges.test('tells what each commit made of a unit, the newest first', async (setup) => {
        await commitThree(setup)
        checkEqual(
          (await changesOf(setup, 'web')).map(({ commit, before, after }) => [commit.subject, before, after]),
          [
            ['Remove', two, ''],
            ['Change', one, two],
            ['Add', '', one],
          ],
          'changes',
        )
      })
      tellingChanges.test('tells no more than it is asked for', async (setup) => {
        await commitThree(setup)
        check((await collect(askChanges(setup, 'web', 2))).length <= 2, 'more than the limit')
      })
    })

    group('empty configuration', () => {
      tellingChanges.test('tells no change of a unit that never was', async (setup) => {
        await commitThree(setup)
        checkEqual(await changesOf(setup, 'nothing'), [], 'changes')
      })
    })

    group('unicode and odd names', () => {
      test('keeps every character of a subject', async (setup) => {
        await setup.commit({ web: oddText('web') }, oddSubject)
        checkEqual((await commitsOf(setup).head(setup.call)).subject, oddSubject, 'subject')
      })
      tellingChanges.test('keeps every character of subjects and texts in changes', async (setup) => {
        await setup.commit({ web: oddText('web') }, oddSubject)
        checkEqual(
          (await changesOf(setup, 'web')).map(({ commit, after }) => [commit.subject, after]),
          [[oddSubject, oddText('web')]],
          'changes',
        )
      })
    })

    describeCuts(register, {
      'commits.head': {
        prepare: commitThree,
        run: (setup) =>
          catchError(async () => {
            checkEqual((await commitsOf(setup).head(setup.call)).subject, 'Remove', 'subject of the head')
          }),
      },
      'commits.relation': {
        prepare: commitThree,
        run: (setup) =>
          catchError(async () => {
            const { id } = await commitsOf(setup).head(setup.call)
            const relation = await commitsOf(setup).relation(id, 'f'.repeat(id.length), setup.call)
            checkEqual(relation, 'unknown', 'relation to a commit that nobody knows')
          }),
      },
      'commits.caveats': {
        prepare: commitThree,
        run: (setup) => catchError(async () => commitsOf(setup).caveats?.(setup.call)),
      },
      'commits.changesOf': {
        prepare: commitThree,
        run: (setup) =>
          catchError(async () => {
            checkEqual((await changesOf(setup, 'web')).length, 3, 'changes that ended well')
          }),
      },
    })
    describeErrors(register, {
      requests: {
        'commits.head': (setup, call) => catchError(() => commitsOf(setup).head(call)),
        'commits.relation': (setup, call) =>
          catchError(() => commitsOf(setup).relation('e'.repeat(40), 'f'.repeat(40), call)),
        'commits.caveats': (setup, call) => catchError(async () => commitsOf(setup).caveats?.(call)),
        'commits.changesOf': (setup, call) => catchError(() => collect(askChanges(setup, 'web', 10, call))),
      },
    })
  })
}

function commitsOf(setup: CommitsSetup): Commits {
  return requireMember(setup.endpoint.commits, 'commits')
}

async function commitThree(setup: CommitsSetup): Promise<void> {
  await setup.commit({ web: one }, 'Add')
  await setup.commit({ db: sampleText('db', 'one') }, 'Touch another unit')
  await setup.commit({ web: two }, 'Change')
  await setup.commit({ web: undefined }, 'Remove')
}

function askChanges(setup: CommitsSetup, unit: string, limit: number, call: Call = setup.call) {
  return requireMember(commitsOf(setup).changesOf?.(unit, limit, call), 'commits.changesOf')
}

// One that only may have changed it is left out.
async function changesOf(setup: CommitsSetup, unit: string): Promise<readonly UnitCommit[]> {
  return (await collect(askChanges(setup, unit, 10))).filter(({ before, after }) => before !== after)
}
