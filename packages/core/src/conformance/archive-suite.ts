import { describeArchiveConditions } from './archive-conditions.ts'
import { describeArchiveFailures } from './archive-failures.ts'
import { type ArchiveSetup, archiveOf, first, save, second } from './archive-setup.ts'
import { describeArchiveShapes } from './archive-shapes.ts'
import { catchError } from './catch-error.ts'
import { check, checkEqual } from './check.ts'
import { collect } from './collect.ts'
import { describeContract } from './describe-contract.ts'
import type { Harness } from './harness.ts'
import { createRegister } from './register.ts'
import { requireMember } from './require-member.ts'
import type { SuiteRunner } from './suite-runner.ts'

/** Registers what every Archive has to keep to. */
export function archiveSuite(runner: SuiteRunner, harness: Harness<ArchiveSetup>): void {
  const register = createRegister(runner, harness)
  const { group, test, provoked, having } = register
  register.suite('archive', () => {
    describeContract(register, ['archive.history'])
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
      having('archive.history').test('lists its saves, newest first, with their texts', async (setup) => {
        const history = requireMember(archiveOf(setup).history, 'archive.history')
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

    group('unreadable is not absent', () => {
      provoked('unreadable', 'throws for an archive that is there and cannot be read', async (setup) => {
        await save(setup, first, undefined)
        await setup.provoke('unreadable')
        const error = await catchError(() => archiveOf(setup).load(setup.call))
        check(error !== undefined, 'an archive that cannot be read was loaded')
      })
    })

    describeArchiveConditions(register)
    describeArchiveShapes(register)
    describeArchiveFailures(register)
  })
}
