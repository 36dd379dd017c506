import type { Archive } from '../contract/archive-store.ts'
import { catchError } from './catch-error.ts'
import { check, checkEqual } from './check.ts'
import { collect } from './collect.ts'
import { describeErrors } from './describe-errors.ts'
import type { Harness, HarnessSetup } from './harness.ts'
import { createRegister } from './register.ts'
import { requireMember } from './require-member.ts'
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
  group(`archive of ${harness.name}`, () => {
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
      test('lets one of two runs win that have read the same state', async (setup) => {
        const token = await save(setup, first, undefined)
        const saves = [{ 'archive.json': 'a' }, { 'archive.json': 'b' }].map((files) =>
          archiveOf(setup).save(files, token, 'race', setup.call),
        )
        const kinds = (await Promise.all(saves)).map(({ kind }) => kind)
        checkEqual([...kinds].sort(), ['lost-race', 'saved'], 'outcomes')
        checkEqual(
          await setup.readBack(),
          { 'archive.json': kinds[0] === 'saved' ? 'a' : 'b' },
          'stored texts',
        )
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

    describeErrors(register, {
      requests: {
        load: (setup, call) => catchError(() => archiveOf(setup).load(call)),
        token: (setup, call) => catchError(() => archiveOf(setup).token(call)),
        save: (setup, call) => catchError(() => archiveOf(setup).save(first, undefined, 'test', call)),
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
