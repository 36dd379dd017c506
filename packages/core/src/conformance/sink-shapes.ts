import { check, checkEqual } from './check.ts'
import type { Register } from './register.ts'
import { largeText, leadingNames, oddNames, oddText, sampleText } from './sample-text.ts'
import type { SinkSetup } from './sink-setup.ts'
import { checkOutcome, checkOutcomes, printOutcome, textWrite, writeUnit, writeUnits } from './write-units.ts'

// More than a store may have under way at a time.
const manyWrites = 12

/** Registers the groups about what is written: large, empty and odd units, many at once, and a run that broke off. */
export function describeSinkShapes({ group, test }: Register<SinkSetup>): void {
  group('large units', () => {
    test('writes the exact text of a unit of half a mebibyte', async (setup) => {
      checkOutcome(await writeUnit(setup, textWrite('web', largeText(), 'absent')), 'written')
      const stored = (await setup.readBack('web'))?.text
      checkEqual(stored?.length, largeText().length, 'length of the stored text')
      check(stored === largeText(), 'the stored text is another one')
    })
  })

  group('empty configuration', () => {
    test('does nothing for no writes', async (setup) => {
      checkEqual(await writeUnits(setup, []), [], 'outcomes')
    })
    test('creates a unit over one whose text is empty', async (setup) => {
      await setup.seed({ web: '' })
      const text = sampleText('web', '1')
      checkOutcome(await writeUnit(setup, textWrite('web', text, 'absent')), 'written')
      checkEqual((await setup.readBack('web'))?.text, text, 'stored text')
    })
  })

  group('unicode and odd names', () => {
    test('writes under names that are no usual words, and every character of a text', async (setup) => {
      const names = oddNames(setup.oddNames)
      const outcomes = await writeUnits(
        setup,
        names.map((name) => textWrite(name, oddText(name), 'absent')),
      )
      checkOutcomes(outcomes, 'written')
      for (const name of names) checkEqual((await setup.readBack(name))?.text, oddText(name), 'stored text')
    })
    test('refuses to write under a name that leads elsewhere, and touches nothing', async (setup) => {
      await setup.seed({ up: sampleText('up', '1'), web: sampleText('web', '1') })
      const touched = ['up', 'web', ...leadingNames]
      const look = () => Promise.all(touched.map((name) => setup.readBack(name)))
      const before = await look()
      for (const name of leadingNames) {
        for (const expected of ['absent', before[0]?.revision ?? '']) {
          const outcome = await writeUnit(setup, textWrite(name, sampleText('up', '2'), expected))
          const isRefused =
            outcome.kind === 'refused' || (outcome.kind === 'lost-race' && expected !== 'absent')
          check(isRefused, `a write of the unit ${JSON.stringify(name)} is ${printOutcome(outcome)}`)
        }
        checkEqual(await look(), before, `what is there after a write of ${JSON.stringify(name)}`)
      }
    })
  })

  group('ordering', () => {
    test(`answers ${manyWrites} writes in the order given, however long each takes`, async (setup) => {
      const writes = Array.from({ length: manyWrites }, (_, index) => {
        const name = `unit-${manyWrites - index}`
        return textWrite(name, sampleText(name, 'x'.repeat(2 ** (manyWrites - index))), 'absent')
      })
      const outcomes = await writeUnits(setup, writes)
      checkOutcomes(outcomes, 'written')
    })
  })

  group('resume', () => {
    test('finishes in the next call what a cancelled one left', async (setup) => {
      const writes = ['a', 'b', 'c', 'd'].map((name) => textWrite(name, sampleText(name, '1'), 'absent'))
      const controller = new AbortController()
      const left = []
      const cancelled = { ...setup.call, signal: controller.signal }
      for await (const { kind, key } of setup.endpoint.sink?.write(writes, cancelled) ?? []) {
        controller.abort()
        if (kind === 'not-tried') left.push(...writes.filter((write) => write.key === key))
      }
      const outcomes = await writeUnits(setup, left)
      checkOutcomes(outcomes, 'written', 'outcome')
      for (const { key } of writes) {
        checkEqual((await setup.readBack(key))?.text, sampleText(key, '1'), `text of ${key}`)
      }
    })
  })

  group('read-only run', () => {
    test('refuses every write of a run that may only read, without effect', async (setup) => {
      await setup.seed({ db: sampleText('db', '1') })
      const before = await setup.readBack('db')
      const writes = [
        textWrite('web', sampleText('web', '1'), 'absent'),
        textWrite('db', sampleText('db', '2'), before?.revision ?? ''),
      ]
      const outcomes = await writeUnits(setup, writes, { ...setup.call, readOnly: true })
      for (const outcome of outcomes) {
        check(
          outcome.kind === 'refused' || outcome.kind === 'not-tried',
          `the outcome of a write that may not be is ${printOutcome(outcome)}`,
        )
      }
      check((await setup.readBack('web')) === undefined, 'a unit was created')
      checkEqual(await setup.readBack('db'), before, 'the other unit')
    })
  })
}
