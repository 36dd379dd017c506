import type { Call } from '../contract/call.ts'
import type { ReviewCheck, Reviews } from '../contract/reviews.ts'
import { AdapterError } from '../errors/adapter-error.ts'
import { TidewayError } from '../errors/tideway-error.ts'
import { catchError } from './catch-error.ts'
import { check, checkEqual } from './check.ts'
import { describeContract } from './describe-contract.ts'
import { describeCuts } from './describe-cuts.ts'
import { describeErrors } from './describe-errors.ts'
import type { Harness, HarnessSetup } from './harness.ts'
import { createRegister } from './register.ts'
import { requireMember } from './require-member.ts'
import type { SuiteRunner } from './suite-runner.ts'

/** A repository with an open pull request, for {@link reviewSuite}; nothing is said on it at first. */
export interface ReviewSetup extends HarnessSetup {
  /** The pull request's number or id. */
  readonly pull: string
  /** Adds a commit to it. */
  push(): Promise<void>
  /** What stands on it: the comments' texts, without marks of the store's own, and the checks of its newest commit. */
  readBack(): Promise<{ readonly comments: readonly string[]; readonly checks: readonly ReviewCheck[] }>
}

const verdict: ReviewCheck = { name: 'tideway/publish/prod', state: 'failure', summary: 'blocked by web' }

/** Registers what all Reviews have to keep to. */
export function reviewSuite(runner: SuiteRunner, harness: Harness<ReviewSetup>): void {
  const register = createRegister(runner, harness)
  const { group, test, provoked } = register
  register.suite('reviews', () => {
    describeContract(register)
    group('one comment a topic', () => {
      test('keeps one comment for each topic, and replaces its text', async (setup) => {
        checkEqual((await comment(setup, 'publish', 'one')).kind, 'created', 'first comment')
        checkEqual((await comment(setup, 'other', 'three')).kind, 'created', 'comment on another topic')
        checkEqual((await comment(setup, 'publish', 'two')).kind, 'updated', 'other text')
        checkEqual((await setup.readBack()).comments, ['two', 'three'], 'comments')
      })
      test('names the same place every time', async (setup) => {
        const first = await comment(setup, 'publish', 'one')
        checkEqual((await comment(setup, 'publish', 'two')).url, first.url, 'address of the comment')
      })
    })

    group('nothing to say', () => {
      test('leaves alone a comment that says the same', async (setup) => {
        await comment(setup, 'publish', 'one')
        checkEqual((await comment(setup, 'publish', 'one')).kind, 'unchanged', 'same text')
        checkEqual((await setup.readBack()).comments, ['one'], 'comments')
      })
      test('does not set again a check that stands there', async (setup) => {
        checkEqual(await set(setup, verdict), 'set', 'first check')
        checkEqual(await set(setup, verdict), 'unchanged', 'same check')
      })
    })

    group('checks', () => {
      test('keeps one check of a name, with the newest state and summary', async (setup) => {
        await set(setup, verdict)
        const other: ReviewCheck = { ...verdict, name: 'tideway/publish/dev', state: 'error' }
        await set(setup, other)
        const now: ReviewCheck = { ...verdict, state: 'success', summary: 'nothing to write' }
        checkEqual(await set(setup, now), 'set', 'other state')
        const { checks } = await setup.readBack()
        checkEqual(
          checks.toSorted((one, two) => (one.name < two.name ? -1 : 1)),
          [other, now],
          'checks',
        )
      })
    })

    group('newest commit', () => {
      test('sets a check on the commit that was added last', async (setup) => {
        await set(setup, verdict)
        await setup.push()
        checkEqual((await setup.readBack()).checks, [], 'checks of the new commit')
        checkEqual(await set(setup, verdict), 'set', 'check of the new commit')
        checkEqual((await setup.readBack()).checks, [verdict], 'checks of the new commit')
      })
    })

    group('no such pull request', () => {
      test('tells what is no pull request as not-found', async (setup) => {
        for (const pull of ['999999', '0', '../1', 'none']) {
          for (const request of [
            () => reviewsOf(setup).comment(pull, 'publish', 'one', setup.call),
            () => reviewsOf(setup).check(pull, verdict, setup.call),
          ]) {
            const error = await catchError(request)
            const kind = AdapterError.isInstance(error) ? error.kind : String(error)
            checkEqual(kind, 'not-found', `error for ${JSON.stringify(pull)}`)
          }
        }
      })
    })

    group('unicode and odd texts', () => {
      test('keeps every character, and topics apart that look alike', async (setup) => {
        const text = '## Grüße “€” 😀\n\n| `a` | <b> |\n|---|---|\n| 1 | 2 |'
        await comment(setup, 'publish:a', text)
        await comment(setup, 'publish:b', text)
        checkEqual((await setup.readBack()).comments, [text, text], 'comments')
      })
    })

    group('read-only run', () => {
      test('says nothing in a run that may only read', async (setup) => {
        const call = { ...setup.call, readOnly: true }
        for (const request of [
          () => reviewsOf(setup).comment(setup.pull, 'publish', 'one', call),
          () => reviewsOf(setup).check(setup.pull, verdict, call),
        ]) {
          const error = await catchError(request)
          check(TidewayError.isInstance(error), `it was not refused: ${String(error)}`)
        }
        await checkSilent(setup)
      })
    })

    group('unknown outcome', () => {
      provoked('lost-answer', 'says a thing once, although its answer was lost', async (setup) => {
        await setup.provoke('lost-answer')
        await catchError(() => comment(setup, 'publish', 'one'))
        await comment(setup, 'publish', 'one')
        checkEqual((await setup.readBack()).comments, ['one'], 'comments')
      })
    })

    describeCuts(register, {
      'reviews.comment': {
        prepare: async (setup) => void (await comment(setup, 'publish', 'one')),
        run: async (setup) => {
          const say = () => comment(setup, 'publish', 'two')
          const error = await catchError(say)
          // The cut may hit the second attempt; it hits once.
          await say().catch(say)
          checkEqual((await setup.readBack()).comments, ['two'], 'comments after the next run')
          return error
        },
      },
      'reviews.check': {
        run: async (setup) => {
          const error = await catchError(() => set(setup, verdict))
          await set(setup, verdict).catch(() => set(setup, verdict))
          checkEqual((await setup.readBack()).checks, [verdict], 'checks after the next run')
          return error
        },
      },
    })
    describeErrors(register, {
      requests: {
        'reviews.comment': (setup, call) => catchError(() => comment(setup, 'publish', 'one', call)),
        'reviews.check': (setup, call) => catchError(() => set(setup, verdict, call)),
      },
      afterAbort: checkSilent,
    })
  })
}

function reviewsOf(setup: ReviewSetup): Reviews {
  return requireMember(setup.endpoint.reviews, 'reviews')
}

function comment(setup: ReviewSetup, topic: string, text: string, call: Call = setup.call) {
  return reviewsOf(setup).comment(setup.pull, topic, text, call)
}

function set(setup: ReviewSetup, wanted: ReviewCheck, call: Call = setup.call) {
  return reviewsOf(setup).check(setup.pull, wanted, call)
}

async function checkSilent(setup: ReviewSetup): Promise<void> {
  checkEqual(await setup.readBack(), { comments: [], checks: [] }, 'what stands on the pull request')
}
