import type { Listed, ReadResult, Source } from '../contract/source.ts'
import { AdapterError } from '../errors/adapter-error.ts'
import { catchError } from './catch-error.ts'
import { check, checkEqual } from './check.ts'
import { collect } from './collect.ts'
import { describeContract } from './describe-contract.ts'
import { describeCuts } from './describe-cuts.ts'
import { describeErrors } from './describe-errors.ts'
import type { Harness } from './harness.ts'
import { createRegister } from './register.ts'
import { requireMember } from './require-member.ts'
import { sampleText } from './sample-text.ts'
import type { SourceSetup } from './source-setup.ts'
import { describeSourceShapes } from './source-shapes.ts'
import type { SuiteRunner } from './suite-runner.ts'

const units = { db: sampleText('db', 'Grüße\t“€”'), web: `${sampleText('web', 'one')}# no line end` }

/** Registers what every Source has to keep to. */
export function sourceSuite(runner: SuiteRunner, harness: Harness<SourceSetup>): void {
  const register = createRegister(runner, harness)
  const { test, provoked, group } = register
  register.suite('source', () => {
    describeContract(register)
    group('identity', () => {
      test('lists each unit once, with the digest and revision of what is read', async (setup) => {
        await setup.seed(units)
        const source = sourceOf(setup)
        const heads = headsOf(await collect(source.list({}, setup.call)))
        checkEqual(heads.map((head) => head.ref.unit).sort(), ['db', 'web'], 'listed units')
        const refs = heads.map((head) => head.ref)
        for (const item of await collect(source.read(refs, setup.call))) {
          check(item.kind === 'unit', `a listed unit is read as ${item.kind}`)
          const listed = heads.find((head) => head.ref.unit === item.head.ref.unit)
          checkEqual(item.head.digest, setup.call.sha256(item.text), 'digest of the text')
          checkEqual(listed?.digest ?? '', item.head.digest, 'digest in the listing')
          checkEqual(listed?.revision ?? '', item.head.revision, 'revision in the listing')
        }
      })
      test('reads the exact text of every unit asked for', async (setup) => {
        await setup.seed(units)
        const read = await collect(sourceOf(setup).read([{ unit: 'db' }, { unit: 'web' }], setup.call))
        const texts = read.flatMap((item) => (item.kind === 'unit' ? [[item.head.ref.unit, item.text]] : []))
        checkEqual(Object.fromEntries(texts), units, 'texts')
        checkEqual(read.length, 2, 'results for two refs')
      })
      test('keeps a revision token while nothing changes', async (setup) => {
        await setup.seed(units)
        const read = async () =>
          headsOf(await collect(sourceOf(setup).list({}, setup.call)))
            .map((head) => [head.ref.unit, head.revision].join('@'))
            .sort()
        checkEqual(await read(), await read(), 'revisions read twice')
      })
      test('lists only the units asked for, and not those that do not exist', async (setup) => {
        await setup.seed(units)
        const listed = await collect(sourceOf(setup).list({ units: ['web', 'nothing'] }, setup.call))
        checkEqual(
          headsOf(listed).map((head) => head.ref.unit),
          ['web'],
          'listed units',
        )
      })
    })

    group('completeness', () => {
      test('ends a listing with one complete, after all units', async (setup) => {
        await setup.seed(units)
        checkComplete(await collect(sourceOf(setup).list({}, setup.call)))
      })
      test('completes the listing of an empty store', async (setup) => {
        checkComplete(await collect(sourceOf(setup).list({}, setup.call)))
      })
      provoked('cut-listing', 'does not complete a listing that broke off', async (setup) => {
        await setup.seed(units)
        await setup.provoke('cut-listing')
        let listed: readonly Listed[] = []
        const error = await catchError(async () => {
          listed = await collect(sourceOf(setup).list({}, setup.call))
        })
        const failed = AdapterError.isInstance(error) || !listed.some((item) => item.kind === 'complete')
        check(failed, 'a listing that broke off ended with complete')
      })
    })

    group('unreadable is not absent', () => {
      test('answers absent for a unit that is not there, and only for that', async (setup) => {
        await setup.seed(units)
        const read = await collect(sourceOf(setup).read([{ unit: 'web' }, { unit: 'nothing' }], setup.call))
        checkEqual(read.map(describeResult).sort(), ['absent nothing', 'unit web'], 'results')
      })
      provoked('unreadable', 'tells a unit that cannot be read from one that is not there', async (setup) => {
        await setup.seed(units)
        await setup.provoke('unreadable', 'web')
        const source = sourceOf(setup)
        let listed: readonly Listed[] = []
        let read: readonly ReadResult[] = []
        const listError = await catchError(async () => {
          listed = await collect(source.list({}, setup.call))
        })
        const readError = await catchError(async () => {
          read = await collect(source.read([{ unit: 'web' }], setup.call))
        })
        // A listing may still know the head of a unit whose text cannot be read.
        const isListed = listed.some((item) => item.kind !== 'complete' && unitOf(item) === 'web')
        check(isListed || AdapterError.isInstance(listError), 'the listing left out a unit that is there')
        const isUnreadable = read.some((item) => item.kind === 'unreadable' && item.ref.unit === 'web')
        check(isUnreadable || AdapterError.isInstance(readError), 'the unit was not read as unreadable')
      })
    })

    describeSourceShapes(register)
    describeCuts(register, {
      'source.list': {
        prepare: (setup) => setup.seed(units),
        run: async (setup) => {
          let listed: readonly Listed[] = []
          const error = await catchError(async () => {
            listed = await collect(sourceOf(setup).list({}, setup.call))
          })
          if (error !== undefined || !listed.some(({ kind }) => kind === 'complete')) return error
          const found = listed.flatMap((item) => (item.kind === 'complete' ? [] : [unitOf(item)]))
          checkEqual(found.sort(), ['db', 'web'], 'units of a listing that is complete')
          return undefined
        },
      },
      'source.read': {
        prepare: (setup) => setup.seed(units),
        run: (setup) => {
          const refs = [{ unit: 'db' }, { unit: 'web' }]
          return catchError(async () => {
            for await (const item of sourceOf(setup).read(refs, setup.call)) {
              check(item.kind !== 'absent', 'a unit that is there was read as absent')
              if (item.kind === 'unit') {
                checkEqual(item.text, units[item.head.ref.unit === 'db' ? 'db' : 'web'], 'text')
              }
            }
          })
        },
      },
    })
    describeErrors(register, {
      prepare: (setup) => setup.seed(units),
      requests: {
        'source.list': (setup, call) => catchError(() => collect(sourceOf(setup).list({}, call))),
        'source.read': (setup, call) =>
          catchError(async () => {
            for await (const item of sourceOf(setup).read([{ unit: 'web' }], call)) {
              if (item.kind === 'unreadable') throw item.error
            }
          }),
      },
    })
  })
}

function sourceOf(setup: SourceSetup): Source {
  return requireMember(setup.endpoint.source, 'source')
}

function headsOf(listed: readonly Listed[]) {
  return listed.flatMap((item) => (item.kind === 'unit' ? [item.head] : []))
}

function unitOf(item: Exclude<Listed, { kind: 'complete' }>): string {
  return item.kind === 'unit' ? item.head.ref.unit : item.ref.unit
}

function describeResult(item: ReadResult): string {
  return `${item.kind} ${item.kind === 'unit' ? item.head.ref.unit : item.ref.unit}`
}

function checkComplete(listed: readonly Listed[]): void {
  const places = listed.flatMap((item, index) => (item.kind === 'complete' ? [index] : []))
  const found = places.length === 0 ? 'none' : `${places.length} among its ${listed.length} items`
  check(
    places.length === 1 && places[0] === listed.length - 1,
    `a listing ends with one "complete", after all else, and this one has ${found}`,
  )
}
