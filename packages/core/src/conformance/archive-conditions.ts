import { TidewayError } from '../errors/tideway-error.ts'
import { type ArchiveSetup, archiveOf, first, save, second } from './archive-setup.ts'
import { catchError } from './catch-error.ts'
import { check, checkEqual } from './check.ts'
import type { Register } from './register.ts'

/** Registers the groups about when a save may replace what is there, and what is known of it. */
export function describeArchiveConditions(register: Register<ArchiveSetup>): void {
  const { group, test, provoked, harness } = register
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

  group('read-only run', () => {
    test('refuses a save in a run that may only read, without effect', async (setup) => {
      const call = { ...setup.call, readOnly: true }
      const error = await catchError(() => archiveOf(setup).save(first, undefined, 'test', call))
      check(TidewayError.isInstance(error), `the save was not refused: ${String(error)}`)
      check((await setup.readBack()) === undefined, 'the save had an effect')
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
