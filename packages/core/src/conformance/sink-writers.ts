import { check, checkEqual } from './check.ts'
import type { Register } from './register.ts'
import { sampleText } from './sample-text.ts'
import type { SinkSetup } from './sink-setup.ts'
import { textWrite, writeUnit } from './write-units.ts'

const writers = ['anna', 'bela', 'carl', 'dora', 'emil']

/** Registers the group `concurrent writers`. A store without conditions is only held to the truth. */
export function describeConcurrentWriters({ group, test }: Register<SinkSetup>): void {
  group('concurrent writers', () => {
    test('lets one of several writers win who have read the same revision', async (setup) => {
      await setup.seed({ web: sampleText('web', 'old') })
      const expected = (await setup.readBack('web'))?.revision ?? ''
      const outcomes = await Promise.all(
        writers.map((writer) => writeUnit(setup, textWrite('web', sampleText('web', writer), expected))),
      )
      const winners = writers.filter((_, index) => outcomes[index]?.kind === 'written')
      if (setup.endpoint.capabilities.conditionalWrites) {
        checkEqual(winners.length, 1, 'winners')
        const losers = outcomes.filter(({ kind }) => kind === 'lost-race')
        checkEqual(losers.length, writers.length - 1, 'writers who were told that they lost')
      }
      const stored = (await setup.readBack('web'))?.text
      check(
        winners.some((writer) => sampleText('web', writer) === stored),
        'the store holds the text of no writer who was told so',
      )
    })
    test('loses no word of writers who read again and add their own', async (setup) => {
      await setup.seed({ web: sampleText('web', '') })
      const isConditional = setup.endpoint.capabilities.conditionalWrites
      const add = async (writer: string): Promise<void> => {
        for (let round = 0; round <= 10 * writers.length; round++) {
          const stored = await setup.readBack('web')
          const text = (stored?.text ?? '').replace('value: "', `value: "${writer} `)
          const { kind } = await writeUnit(setup, textWrite('web', text, stored?.revision ?? ''))
          if (kind === 'written') return
          checkEqual(kind, 'lost-race', `what ${writer} was told`)
        }
        throw new Error(`${writer} lost every race`)
      }
      await Promise.all(writers.map(add))
      const text = (await setup.readBack('web'))?.text ?? ''
      const kept = writers.filter((writer) => text.includes(`${writer} `))
      if (isConditional) checkEqual(kept, writers, 'writers whose word is there')
      else check(kept.length > 0, 'the word of no writer is there')
    })
  })
}
