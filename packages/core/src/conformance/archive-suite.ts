import type { Archive, SaveOutcome } from '../contract/archive-store.ts'
import { TidewayError } from '../errors/tideway-error.ts'
import { catchError } from './catch-error.ts'
import { check, checkEqual } from './check.ts'
import { collect } from './collect.ts'
import { describeContract } from './describe-contract.ts'
import { describeCuts } from './describe-cuts.ts'
import { describeErrors, lacking } from './describe-errors.ts'
import type { Harness, HarnessSetup } from './harness.ts'
import { createRegister } from './register.ts'
import { requireMember } from './require-member.ts'
import { largeText, oddText } from './sample-text.ts'
import type { SuiteRunner } from './suite-runner.ts'

/** A store that may keep an archive, for {@link archiveSuite}; it has none at first. */
export interface ArchiveSetup extends HarnessSetup {
  /** The texts that the store holds; undefined where there is no archive. */
  readBack(): Promise<Readonly<Record<string, string>> | undefined>
}

const first = {
  'archive.json': '{}\n',
  'base/web.yaml': 'text: Grüße “€” \n\t',
  'base/db.yaml': 'no line end',
}
const second = { 'archive.json': '{"serial":2}\n', 'offered/7/web.yaml': 'replicas: 3\n' }

/** Registers what every Archive has to keep to. */
export function archiveSuite(runner: SuiteRunner, harness: Harness<ArchiveSetup>): void {
  const register = createRegister(runner, harness)
  const { group, test, provoked } = register
  register.suite('archive', () => {
    describeContract(register)
    group('identity', () => {
      test('knows that there is no archive yet', async (setup) => {
        const archive = archiveOf(setup)
        check((await archive.load(setup.call)) === undefined, 'an archive was loaded')
        check((await archive.token(setup.call)) === undefined, 'there is a token')
      })
      test('gives back the exact texts, and no text of an earlier save', async (setup) => {
        const archive = archiveOf(setup)
        const token = await save(setup, first, undefined)
        checkEqual((await archive.load(setup.call))?.files, first, 'loaded texts')
        await save(setup, second, token)
        checkEqual((await archive.load(setup.call))?.files, second, 'texts of the second save')
        checkEqual(await setup.readBack(), second, 'stored texts')
      })
      test('names every state by a token of its own', async (setup) => {
        const archive = archiveOf(setup)
        const token = await save(setup, first, undefined)
        checkEqual(
          [(await archive.load(setup.call))?.token, await archive.token(setup.call)],
          [token, token],
          'tokens',
        )
        check((await save(setup, second, token)) !== token, 'two states have the same token')
      })
      test('counts its saves, where it counts', async (setup) => {
        const archive = archiveOf(setup)
        const token = await save(setup, first, undefined)
        const before = (await archive.load(setup.call))?.saves
        await save(setup, second, token)
        const after = (await archive.load(setup.call))?.saves
        if (before === undefined) check(after === undefined, 'the count of saves comes and goes')
        else checkEqual([before, after], [1, 2], 'counts of saves')
      })
    })

    group('history', () => {
      test('lists its saves, newest first, with their texts, where it remembers them', async (setup) => {
        const { history } = archiveOf(setup)
        if (history === undefined) return
        checkEqual(await collect(history.saves(setup.call)), [], 'saves of no archive')
        const before = await save(setup, first, undefined)
        const after = await save(setup, second, before)
        const saves = await collect(history.saves(setup.call))
        checkEqual(
          saves.map(({ token, message }) => ({ token, message })),
          [after, before].map((token) => ({ token, message: 'Conformance test' })),
          'saves',
        )
        check(
          saves.every(({ at }) => !Number.isNaN(Date.parse(at))),
          'a save has no time',
        )
        checkEqual(await history.filesAt(before, setup.call), first, 'texts of the first save')
        checkEqual(await history.filesAt(after, setup.call), second, 'texts of the second save')
      })
    })

    group('conditional write', () => {
      test('does not save over what another run has saved since', async (setup) => {
        const outdated = await save(setup, first, undefined)
        await save(setup, second, outdated)
        await checkLost(setup, outdated, second)
      })
      test('does not create what is there already', async (setup) => {
        await save(setup, second, undefined)
        await checkLost(setup, undefined, second)
      })
      test('does not bring back what is gone', async (setup) => {
        const elsewhere = await harness.setup()
        const token = await save(elsewhere, second, undefined)
        await elsewhere.close()
        await checkLost(setup, token, undefined)
      })
    })

    group('concurrent writers', () => {
      test('lets one of several runs win that have read the same state', async (setup) => {
        const token = await save(setup, first, undefined)
        const texts = ['a', 'b', 'c', 'd'].map((text) => ({ 'archive.json': text }))
        const outcomes = await Promise.all(
          texts.map((files) => archiveOf(setup).save(files, token, 'race', setup.call)),
        )
        const winners = texts.filter((_, index) => outcomes[index]?.kind === 'saved')
        checkEqual(winners.length, 1, 'winners')
        checkEqual(await setup.readBack(), winners[0], 'stored texts')
      })
    })

    group('large units', () => {
      test('keeps a text of half a mebibyte', async (setup) => {
        await save(setup, { 'base/web.yaml': largeText() }, undefined)
        const text = (await archiveOf(setup).load(setup.call))?.files['base/web.yaml']
        checkEqual(text?.length, largeText().length, 'length of the loaded text')
        check(text === largeText(), 'the loaded text is another one')
      })
    })

    group('empty configuration', () => {
      test('keeps a text that is empty', async (setup) => {
        const files = { 'archive.json': '{}\n', 'base/web.yaml': '' }
        await save(setup, files, undefined)
        checkEqual((await archiveOf(setup).load(setup.call))?.files, files, 'loaded texts')
      })
    })

    group('unicode and odd names', () => {
      test('keeps names that are no usual words, and every character of a text', async (setup) => {
        const names = ['base/constructor.yaml', 'base/null.yaml', 'base/a b.yaml', 'offered/1/0.yaml']
        const files = Object.fromEntries(names.map((name) => [name, oddText('web')]))
        await save(setup, files, undefined)
        checkEqual((await archiveOf(setup).load(setup.call))?.files, files, 'loaded texts')
      })
    })

    group('read-only run', () => {
      test('refuses a save in a run that may only read, without effect', async (setup) => {
        const call = { ...setup.call, readOnly: true }
        const error = await catchError(() => archiveOf(setup).save(first, undefined, 'test', call))
        check(TidewayError.isInstance(error), `the save was not refused: ${String(error)}`)
        check((await setup.readBack()) === undefined, 'the save had an effect')
      })
    })

    group('unreadable is not absent', () => {
      provoked('unreadable', 'throws for an archive that is there and cannot be read', async (setup) => {
        await save(setup, first, undefined)
        await setup.provoke('unreadable')
        const error = await catchError(() => archiveOf(setup).load(setup.call))
        check(error !== undefined, 'an archive that cannot be read was loaded')
      })
    })

    group('unknown outcome', () => {
      provoked(
        'lost-answer',
        'throws where the answer to a save was lost, and keeps the save',
        async (setup) => {
          await setup.provoke('lost-answer')
          const error = await catchError(() => archiveOf(setup).save(first, undefined, 'test', setup.call))
          check(error !== undefined, 'the save claims to know how it ended')
          checkEqual(await setup.readBack(), first, 'stored texts: the harness let the save through')
        },
      )
    })

    describeCuts(register, {
      'archive.load': {
        prepare: saveTwo,
        run: (setup) =>
          catchError(async () => {
            checkEqual((await archiveOf(setup).load(setup.call))?.files, second, 'loaded texts')
          }),
      },
      'archive.token': {
        prepare: saveTwo,
        run: (setup) =>
          catchError(async () => {
            const token = await archiveOf(setup).token(setup.call)
            check(token !== undefined, 'an archive that is there has no token')
          }),
      },
      'archive.history.saves': {
        prepare: saveTwo,
        run: (setup) =>
          catchError(async () => {
            const { history } = archiveOf(setup)
            if (history === undefined) return
            const saves = await collect(history.saves(setup.call))
            checkEqual(saves.length, 2, 'saves of a listing that ended well')
          }),
      },
      'archive.history.filesAt': {
        prepare: saveTwo,
        run: async (setup) => {
          const { history } = archiveOf(setup)
          if (history === undefined) return undefined
          const token = await archiveOf(setup)
            .token(setup.call)
            .catch((error: unknown) => error)
          if (typeof token !== 'string') return token
          return catchError(async () => {
            checkEqual(await history.filesAt(token, setup.call), second, 'texts of a save')
          })
        },
      },
      'archive.save': {
        prepare: saveOne,
        run: async (setup) => {
          let outcome: SaveOutcome | undefined
          const error = await catchError(async () => {
            const token = await archiveOf(setup).token(setup.call)
            outcome = await archiveOf(setup).save(second, token, 'test', setup.call)
          })
          if (outcome !== undefined) {
            checkEqual(
              await setup.readBack(),
              outcome.kind === 'saved' ? second : first,
              `stored texts after ${outcome.kind}`,
            )
          }
          return error
        },
      },
    })
    describeErrors(register, {
      requests: {
        'archive.history.saves': async (setup, call) => {
          const { history } = archiveOf(setup)
          return history === undefined ? lacking : catchError(() => collect(history.saves(call)))
        },
        'archive.history.filesAt': async (setup, call) => {
          const { history } = archiveOf(setup)
          return history === undefined ? lacking : catchError(() => history.filesAt('1', call))
        },
        'archive.load': (setup, call) => catchError(() => archiveOf(setup).load(call)),
        'archive.token': (setup, call) => catchError(() => archiveOf(setup).token(call)),
        'archive.save': (setup, call) =>
          catchError(() => archiveOf(setup).save(first, undefined, 'test', call)),
      },
      afterAbort: async (setup) => {
        check((await setup.readBack()) === undefined, 'a cancelled save had an effect')
      },
    })
  })
}

function archiveOf(setup: ArchiveSetup): Archive {
  return requireMember(setup.endpoint.archive, 'archive')
}

async function saveOne(setup: ArchiveSetup): Promise<void> {
  await save(setup, first, undefined)
}

async function saveTwo(setup: ArchiveSetup): Promise<void> {
  await save(setup, second, await save(setup, first, undefined))
}

async function save(
  setup: ArchiveSetup,
  files: Readonly<Record<string, string>>,
  expected: string | undefined,
): Promise<string> {
  const outcome = await archiveOf(setup).save(files, expected, 'Conformance test', setup.call)
  check(outcome.kind === 'saved', `the save ended with "${outcome.kind}"`)
  return outcome.token
}

async function checkLost(
  setup: ArchiveSetup,
  expected: string | undefined,
  kept: Readonly<Record<string, string>> | undefined,
): Promise<void> {
  const outcome = await archiveOf(setup).save(first, expected, 'Conformance test', setup.call)
  checkEqual(outcome.kind, 'lost-race', 'outcome')
  checkEqual(await setup.readBack(), kept, 'stored texts')
}
