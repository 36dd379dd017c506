import type { Listed, ReadResult } from '../contract/source.ts'
import type { UnitRef } from '../contract/unit-ref.ts'
import { AdapterError } from '../errors/adapter-error.ts'
import { catchError } from './catch-error.ts'
import { check, checkEqual } from './check.ts'
import { collect } from './collect.ts'
import type { Register } from './register.ts'
import { requireMember } from './require-member.ts'
import { largeText, leadingNames, manyItems, oddNames, oddText, sampleText } from './sample-text.ts'
import type { SourceSetup } from './source-setup.ts'

// They are no unit's name anywhere, and a careless path or query takes them for something else.
const strangeNames = [...leadingNames, 'a/b', 'web?x=1', '%77eb', "o'neil", 'grün']

/** Registers the groups about what a store may hold: many units, large, empty and odd ones, in any order. */
export function describeSourceShapes({ group, test }: Register<SourceSetup>): void {
  group('paging', () => {
    test(`lists and reads ${manyItems} units, each once`, async (setup) => {
      const units = Object.fromEntries(manyNames().map((name) => [name, sampleText(name, '1')]))
      await setup.seed(units)
      checkEqual(unitNames(await list(setup)), manyNames(), 'listed units')
      const refs = manyNames().map((unit) => ({ unit }))
      checkEqual(await readTexts(setup, refs), units, 'texts')
    })
  })

  group('large units', () => {
    test('reads the exact text of a unit of half a mebibyte', async (setup) => {
      await setup.seed({ web: largeText() })
      const [read] = await readAll(setup, [{ unit: 'web' }])
      check(read?.kind === 'unit', `a large unit is read as ${read?.kind}`)
      checkEqual(read.text.length, largeText().length, 'length of the text')
      check(read.text === largeText(), 'the text is another one')
    })
  })

  group('empty configuration', () => {
    test('answers for a unit without text, and is sure of it', async (setup) => {
      await setup.seed({ db: sampleText('db', '1'), web: '' })
      const results = await readAll(setup, [{ unit: 'db' }, { unit: 'web' }])
      const web = results.find((item) => nameOf(item) === 'web')
      const isEmpty = web?.kind === 'absent' || (web?.kind === 'unit' && web.text === '')
      check(isEmpty, `a unit without text is read as ${web?.kind}`)
      const isListed = unitNames(await list(setup)).includes('web')
      check(
        isListed === (web.kind === 'unit'),
        `for a unit without text "list" and "read" disagree: ${isListed ? 'it is listed' : 'it is not listed'}, and read as ${web.kind === 'unit' ? 'a unit with an empty text' : web.kind}; either it counts as absent in both, or it is a unit in both`,
      )
    })
    test('answers nothing where nothing is asked', async (setup) => {
      await setup.seed({ web: sampleText('web', '1') })
      checkEqual(await readAll(setup, []), [], 'results')
      checkEqual(unitNames(await list(setup, [])), [], 'listed units')
    })
  })

  group('unicode and odd names', () => {
    test('keeps names that are no usual words, and every character of a text', async (setup) => {
      const names = oddNames(setup.oddNames)
      const units = Object.fromEntries(names.map((name) => [name, oddText(name)]))
      await setup.seed(units)
      checkEqual(unitNames(await list(setup)), names, 'listed units')
      const refs = names.map((unit) => ({ unit }))
      checkEqual(await readTexts(setup, refs), units, 'texts')
    })
    test('finds nothing under a name that no unit can have', async (setup) => {
      await setup.seed({ up: sampleText('up', '1'), web: sampleText('web', '1') })
      for (const unit of strangeNames) {
        let results: readonly ReadResult[] = []
        const error = await catchError(async () => {
          results = await readAll(setup, [{ unit }])
        })
        check(error === undefined || AdapterError.isInstance(error), `no AdapterError but ${String(error)}`)
        check(!results.some(({ kind }) => kind === 'unit'), `there is a unit ${JSON.stringify(unit)}`)
        let listed: readonly Listed[] = []
        const listError = await catchError(async () => {
          listed = await list(setup, [unit])
        })
        check(
          listError === undefined || AdapterError.isInstance(listError),
          `no AdapterError but ${String(listError)}`,
        )
        checkEqual(unitNames(listed), [], `units that are listed as ${JSON.stringify(unit)}`)
      }
    })
  })

  group('ordering', () => {
    test('answers the same in whatever order it is asked', async (setup) => {
      const units = { a: sampleText('a', '1'), b: sampleText('b', '1'), c: sampleText('c', '1') }
      await setup.seed(units)
      const refs = ['c', 'a', 'b'].map((unit) => ({ unit }))
      checkEqual(await readTexts(setup, refs), units, 'texts')
      checkEqual(unitNames(await list(setup, ['b', 'a'])), ['a', 'b'], 'listed units')
    })
  })

  group('resume', () => {
    test('begins anew after a listing that was left halfway', async (setup) => {
      await setup.seed({ a: sampleText('a', '1'), b: sampleText('b', '1'), c: sampleText('c', '1') })
      for await (const item of requireMember(setup.endpoint.source, 'source').list({}, setup.call)) {
        if (item.kind === 'unit') break
      }
      checkEqual(unitNames(await list(setup)), ['a', 'b', 'c'], 'units of the next listing')
    })
  })
}

function manyNames(): readonly string[] {
  return Array.from({ length: manyItems }, (_, index) => `unit-${String(index).padStart(3, '0')}`)
}

function list(setup: SourceSetup, units?: readonly string[]): Promise<readonly Listed[]> {
  return collect(requireMember(setup.endpoint.source, 'source').list({ units }, setup.call))
}

function readAll(setup: SourceSetup, refs: readonly UnitRef[]): Promise<readonly ReadResult[]> {
  return collect(requireMember(setup.endpoint.source, 'source').read(refs, setup.call))
}

async function readTexts(
  setup: SourceSetup,
  refs: readonly UnitRef[],
): Promise<Readonly<Record<string, string>>> {
  const results = await readAll(setup, refs)
  checkEqual(results.length, refs.length, 'number of results')
  const texts = results.flatMap((item) => (item.kind === 'unit' ? [[item.head.ref.unit, item.text]] : []))
  return Object.fromEntries(texts)
}

function unitNames(listed: readonly Listed[]): readonly string[] {
  return listed.flatMap((item) => (item.kind === 'unit' ? [item.head.ref.unit] : [])).sort()
}

function nameOf(item: ReadResult): string {
  return item.kind === 'unit' ? item.head.ref.unit : item.ref.unit
}
