import type { ArchiveHistory, SaveOutcome } from '../contract/archive-store.ts'
import { type ArchiveSetup, archiveOf, first, save, second } from './archive-setup.ts'
import { catchError } from './catch-error.ts'
import { check, checkEqual } from './check.ts'
import { collect } from './collect.ts'
import { describeCuts } from './describe-cuts.ts'
import { describeErrors } from './describe-errors.ts'
import type { Register } from './register.ts'
import { requireMember } from './require-member.ts'

/** Registers the groups that every suite ends with, for every method of an archive. */
export function describeArchiveFailures(register: Register<ArchiveSetup>): void {
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
          const saves = await collect(historyOf(setup).saves(setup.call))
          checkEqual(saves.length, 2, 'saves of a listing that ended well')
        }),
    },
    'archive.history.filesAt': {
      prepare: saveTwo,
      run: async (setup) => {
        const token = await archiveOf(setup)
          .token(setup.call)
          .catch((error: unknown) => error)
        if (typeof token !== 'string') return token
        return catchError(async () => {
          checkEqual(await historyOf(setup).filesAt(token, setup.call), second, 'texts of a save')
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
      'archive.history.saves': (setup, call) => catchError(() => collect(historyOf(setup).saves(call))),
      'archive.history.filesAt': (setup, call) => catchError(() => historyOf(setup).filesAt('1', call)),
      'archive.load': (setup, call) => catchError(() => archiveOf(setup).load(call)),
      'archive.token': (setup, call) => catchError(() => archiveOf(setup).token(call)),
      'archive.save': (setup, call) =>
        catchError(() => archiveOf(setup).save(first, undefined, 'test', call)),
    },
    afterAbort: async (setup) => {
      check((await setup.readBack()) === undefined, 'a cancelled save had an effect')
    },
  })
}

async function saveOne(setup: ArchiveSetup): Promise<void> {
  await save(setup, first, undefined)
}

async function saveTwo(setup: ArchiveSetup): Promise<void> {
  await save(setup, second, await save(setup, first, undefined))
}

function historyOf(setup: ArchiveSetup): ArchiveHistory {
  return requireMember(archiveOf(setup).history, 'archive.history')
}
