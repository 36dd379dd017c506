import type { UnitWrite } from '../contract/sink.ts'
import { check, checkEqual } from './check.ts'
import { leaveOut } from './left-out.ts'
import type { Register } from './register.ts'
import { sampleText } from './sample-text.ts'
import type { SinkSetup } from './sink-setup.ts'
import { checkHonest, checkOutcome, textWrite, writeUnit } from './write-units.ts'

const old = sampleText('web', 'old')
const theirs = sampleText('web', 'theirs')
const ours = sampleText('web', 'ours')

/** Why a check of conditions is left out. */
export const withoutConditions: string =
  'the endpoint declares that it has no conditional writes: only the truth of its outcomes was checked, and flows refuse to write to it unless they are told to write unconditionally'

/**
 * Registers the group `conditional write`. A store that declares that it has no conditions is held to the
 * truth instead, that what it answers to an outdated write is what it did; the rest is shown as left out.
 */
export function describeConditions({ group, test }: Register<SinkSetup>): void {
  group('conditional write', () => {
    test('does not write over what somebody else has written since', async (setup) => {
      await setup.seed({ web: old })
      const expected = (await setup.readBack('web'))?.revision ?? ''
      await setup.change('web', theirs)
      await checkOutdated(setup, expected)
    })
    test('does not create what is there already', async (setup) => {
      await setup.seed({ web: theirs })
      await checkOutdated(setup, 'absent')
    })
    test('does not bring back what is gone', async (setup) => {
      await setup.seed({ db: old })
      await checkOutdated(setup, (await setup.readBack('db'))?.revision ?? '')
    })
    test('does not annotate, withdraw or purge what has changed since', async (setup) => {
      await setup.seed({ web: old })
      const expected = (await setup.readBack('web'))?.revision ?? ''
      await setup.change('web', theirs)
      const common = { key: 'web', ref: { unit: 'web' }, expected }
      const { conditionalWrites, annotations, withdraw, purge } = setup.endpoint.capabilities
      const writes: readonly UnitWrite[] = [
        ...(annotations ? [{ ...common, kind: 'annotate', annotations: { seen: 'yes' } } as const] : []),
        ...(withdraw ? [{ ...common, kind: 'withdraw', description: 'Withdraw' } as const] : []),
        ...(purge ? [{ ...common, kind: 'purge' } as const] : []),
      ]
      for (const write of writes) {
        const before = await setup.readBack('web')
        const outcome = await writeUnit(setup, write)
        if (conditionalWrites) checkOutcome(outcome, 'lost-race', `outcome of an outdated ${write.kind}`)
        if (outcome.kind !== 'written')
          checkEqual(await setup.readBack('web'), before, `the unit after ${write.kind}`)
      }
      if (!conditionalWrites) leaveOut(withoutConditions)
    })
  })
}

async function checkOutdated(setup: SinkSetup, expected: string): Promise<void> {
  const before = await setup.readBack('web')
  const outcome = await writeUnit(setup, textWrite('web', ours, expected))
  const { conditionalWrites } = setup.endpoint.capabilities
  if (conditionalWrites) checkOutcome(outcome, 'lost-race')
  check(outcome.kind !== 'unchanged', 'an outdated write of another text is answered with unchanged')
  await checkHonest(setup, outcome, { unit: 'web', text: ours, before })
  if (!conditionalWrites) leaveOut(withoutConditions)
}
