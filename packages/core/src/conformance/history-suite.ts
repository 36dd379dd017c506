import type { AuthorKind, History } from '../contract/history.ts'
import { AdapterError } from '../errors/adapter-error.ts'
import { catchError } from './catch-error.ts'
import { check, checkEqual } from './check.ts'
import { collect } from './collect.ts'
import { describeErrors } from './describe-errors.ts'
import type { Harness, HarnessSetup } from './harness.ts'
import { createRegister } from './register.ts'
import { requireMember } from './require-member.ts'
import { sampleText } from './sample-text.ts'
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

// More than one page of any store that is known.
const manyRevisions = 120
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
  group(`history of ${harness.name}`, () => {
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
      test(`tells all of ${manyRevisions} revisions, each once`, async (setup) => {
        await setup.seedHistory('web', numbered(manyRevisions))
        const revisions = await collect(historyOf(setup).revisions(ref, setup.call))
        checkEqual(new Set(revisions.map(({ revision }) => revision)).size, manyRevisions, 'revisions')
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

    describeErrors(register, {
      requests: {
        revisions: (setup, call) => catchError(() => collect(historyOf(setup).revisions(ref, call))),
        contentAt: (setup, call) => catchError(() => historyOf(setup).contentAt(ref, '1', call)),
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
