import type { AuthorKind, History, Revision } from '../contract/history.ts'
import { AdapterError } from '../errors/adapter-error.ts'
import { catchError } from './catch-error.ts'
import { check, checkEqual } from './check.ts'
import { collect } from './collect.ts'
import { describeContract } from './describe-contract.ts'
import { describeCuts } from './describe-cuts.ts'
import { describeErrors } from './describe-errors.ts'
import type { Harness, HarnessSetup } from './harness.ts'
import { createRegister } from './register.ts'
import { requireMember } from './require-member.ts'
import { manyItems, oddText, sampleText } from './sample-text.ts'
import type { SuiteRunner } from './suite-runner.ts'

/** One revision that a harness makes. */
export interface SeededRevision {
  readonly text: string
  readonly description: string
  /** Only `automation` makes a difference: then the server itself writes it. */
  readonly by: AuthorKind
}

/** A store with revisions, for {@link historySuite}. */
export interface HistorySetup extends HarnessSetup {
  /** Makes a unit with these revisions, the oldest first. */
  seedHistory(unit: string, revisions: readonly SeededRevision[]): Promise<void>
}

/** A {@link Harness} that tells which authors its store knows. */
export interface HistoryHarness extends Harness<HistorySetup> {
  readonly authors: readonly AuthorKind[]
}

const ref = { unit: 'web' }
const descriptions: Readonly<Record<AuthorKind, string>> = {
  publish: 'CI: bump (tideway 0123456789ab)',
  capture: 'break-glass (INC-1): Captured live state at 2026-01-01T00:00:00.000Z',
  person: 'CI: typed by hand',
  automation: 'a trigger',
  unknown: 'nobody knows',
}

/** Registers what every History has to keep to. */
export function historySuite(runner: SuiteRunner, harness: HistoryHarness): void {
  const register = createRegister(runner, harness)
  const { group, test } = register
  register.suite('history', () => {
    describeContract(register)
    group('identity', () => {
      test('tells every revision, the newest first, with the digest of its content', async (setup) => {
        const seeded = numbered(3)
        await setup.seedHistory('web', seeded)
        const revisions = await collect(historyOf(setup).revisions(ref, setup.call))
        checkEqual(
          revisions.map(({ description, digest }) => [description, digest]),
          seeded.map(({ description, text }) => [description, setup.call.sha256(text)]).reverse(),
          'descriptions and digests',
        )
        const tokens = new Set(revisions.map(({ revision }) => revision))
        checkEqual(tokens.size, seeded.length, 'different revision tokens')
      })
      test('gives back the exact text of a revision', async (setup) => {
        const seeded = numbered(3)
        await setup.seedHistory('web', seeded)
        const history = historyOf(setup)
        const texts: string[] = []
        for (const { revision } of await collect(history.revisions(ref, setup.call))) {
          texts.push(await history.contentAt(ref, revision, setup.call))
        }
        checkEqual(texts, seeded.map(({ text }) => text).reverse(), 'texts')
      })
    })

    group('authors', () => {
      for (const by of harness.authors) {
        test(`knows a revision of kind ${by}`, async (setup) => {
          const first = { text: sampleText('web', 'start'), description: 'Start', by: 'person' } as const
          const second = { text: sampleText('web', by), description: descriptions[by], by }
          await setup.seedHistory('web', [first, second])
          const [newest] = await collect(historyOf(setup).revisions(ref, setup.call))
          checkEqual(newest?.author.kind, by, 'kind of the author')
        })
      }
    })

    group('completeness', () => {
      test(`tells all of ${manyItems} revisions, each once`, async (setup) => {
        await setup.seedHistory('web', numbered(manyItems))
        const revisions = await collect(historyOf(setup).revisions(ref, setup.call))
        checkEqual(new Set(revisions.map(({ revision }) => revision)).size, manyItems, 'revisions')
      })
    })

    group('unreadable is not absent', () => {
      test('throws not-found for a revision that is not there, and answers no empty text', async (setup) => {
        await setup.seedHistory('web', numbered(1))
        const error = await catchError(() => historyOf(setup).contentAt(ref, '999999', setup.call))
        check(
          AdapterError.isInstance(error) && error.kind === 'not-found',
          `not-found, but: ${String(error)}`,
        )
      })
    })

    group('empty configuration', () => {
      test('tells no revision of a unit that never was', async (setup) => {
        let revisions: readonly Revision[] = []
        const error = await catchError(async () => {
          revisions = await collect(historyOf(setup).revisions({ unit: 'nothing' }, setup.call))
        })
        checkEqual(revisions, [], 'revisions')
        const isTold = error === undefined || (AdapterError.isInstance(error) && error.kind === 'not-found')
        check(isTold, `nothing or not-found, but: ${String(error)}`)
      })
    })

    group('unicode and odd names', () => {
      test('keeps every character of descriptions and texts', async (setup) => {
        const description = 'Größe: e\u0301 \u{1d4b3} 👩‍👩‍👧 <b>"\'`$x%00'
        await setup.seedHistory('web', [{ text: oddText('web'), description, by: 'person' }])
        const history = historyOf(setup)
        const [newest] = await collect(history.revisions(ref, setup.call))
        checkEqual(newest?.description, description, 'description')
        const text = await history.contentAt(ref, newest?.revision ?? '', setup.call)
        checkEqual(text, oddText('web'), 'text')
      })
    })

    group('resume', () => {
      test('begins anew after a listing that was left halfway', async (setup) => {
        await setup.seedHistory('web', numbered(3))
        const history = historyOf(setup)
        for await (const _ of history.revisions(ref, setup.call)) break
        checkEqual((await collect(history.revisions(ref, setup.call))).length, 3, 'revisions')
      })
    })

    describeCuts(register, {
      'history.contentAt': {
        prepare: (setup) => setup.seedHistory('web', numbered(3)),
        run: (setup) =>
          catchError(async () => {
            const history = historyOf(setup)
            for await (const { revision } of history.revisions(ref, setup.call)) {
              const text = await history.contentAt(ref, revision, setup.call)
              check(
                numbered(3).some((seeded) => seeded.text === text),
                'a revision has another text',
              )
            }
          }),
      },
      'history.revisions': {
        prepare: (setup) => setup.seedHistory('web', numbered(3)),
        run: (setup) =>
          catchError(async () => {
            const revisions = await collect(historyOf(setup).revisions(ref, setup.call))
            checkEqual(revisions.length, 3, 'revisions of a listing that ended well')
          }),
      },
    })
    describeErrors(register, {
      requests: {
        'history.revisions': (setup, call) =>
          catchError(() => collect(historyOf(setup).revisions(ref, call))),
        'history.contentAt': (setup, call) => catchError(() => historyOf(setup).contentAt(ref, '1', call)),
      },
    })
  })
}

function historyOf(setup: HistorySetup): History {
  return requireMember(setup.endpoint.history, 'history')
}

function numbered(count: number): readonly SeededRevision[] {
  return Array.from({ length: count }, (_, index) => ({
    text: sampleText('web', `${index + 1}`),
    description: `Change ${index + 1}`,
    by: 'person',
  }))
}
