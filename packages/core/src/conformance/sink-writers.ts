import { check, checkEqual } from './check.ts'
import type { Register } from './register.ts'
import { sampleText } from './sample-text.ts'
import { openConditions } from './sink-conditions.ts'
import type { SinkSetup } from './sink-setup.ts'
import { checkOutcome, printOutcome, textWrite, writeUnit } from './write-units.ts'

const writers = ['anna', 'bela', 'carl', 'dora', 'emil']

/** Registers the group `concurrent writers`. */
export function describeConcurrentWriters(register: Register<SinkSetup>): void {
  const { test, isConditional } = openConditions(register)
  register.group('concurrent writers', () => {
    test('lets one of several writers win who have read the same revision', async (setup) => {
      await setup.seed({ web: sampleText('web', 'old') })
      const expected = (await setup.readBack('web'))?.revision ?? ''
      const outcomes = await Promise.all(
        writers.map((writer) => writeUnit(setup, textWrite('web', sampleText('web', writer), expected))),
      )
      const winners = writers.filter((_, index) => outcomes[index]?.kind === 'written')
      if (isConditional) {
        const told = `; the outcomes: ${outcomes.map(printOutcome).join(', ')}`
        check(winners.length === 1, `of several writers one wins, and ${winners.length} did${told}`)
        const losers = outcomes.filter(({ kind }) => kind === 'lost-race').length
        check(losers === writers.length - 1, `not all others were told "lost-race", but ${losers}${told}`)
      }
      const stored = (await setup.readBack('web'))?.text
      check(
        winners.some((writer) => sampleText('web', writer) === stored),
        'the store holds the text of no writer who was told so',
      )
    })
    test('loses no word of writers who read again and add their own', async (setup) => {
      await setup.seed({ web: sampleText('web', '') })
      const add = async (writer: string): Promise<void> => {
        for (let round = 0; round <= 10 * writers.length; round++) {
          const stored = await setup.readBack('web')
          const text = (stored?.text ?? '').replace('value: "', `value: "${writer} `)
          const outcome = await writeUnit(setup, textWrite('web', text, stored?.revision ?? ''))
          if (outcome.kind === 'written') return
          checkOutcome(outcome, 'lost-race', `what ${writer} was told`)
        }
        throw new Error(`${writer} lost every race`)
      }
      await Promise.all(writers.map(add))
      const text = (await setup.readBack('web'))?.text ?? ''
      const kept = writers.filter((writer) => text.includes(`${writer} `))
      if (isConditional) checkEqual(kept, writers, 'writers whose word is there')
      check(kept.length > 0, 'the word of no writer is there')
    })
  })
}
