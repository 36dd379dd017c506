import type { UnitWrite } from '../contract/sink.ts'
import { check, checkEqual } from './check.ts'
import type { Register, RegisterTests } from './register.ts'
import { sampleText } from './sample-text.ts'
import type { SinkSetup } from './sink-setup.ts'
import { checkHonest, checkOutcome, textWrite, writeUnit } from './write-units.ts'

const old = sampleText('web', 'old')
const theirs = sampleText('web', 'theirs')
const ours = sampleText('web', 'ours')

/** How checks of conditions are registered. */
export interface ConditionTests extends Pick<RegisterTests<SinkSetup>, 'test'> {
  /** False where the endpoint is only held to the truth: what it answers to an outdated write is what it did. */
  readonly isConditional: boolean
}

/** Shows checks of conditions as skipped where there are none, and registers them again as checks of the truth. */
export function openConditions({ harness, test, having }: Register<SinkSetup>): ConditionTests {
  const member = 'capabilities.conditionalWrites'
  const isConditional = harness.lacks?.includes(member) !== true
  return {
    isConditional,
    test(name, body) {
      having(member).test(name, body)
      if (!isConditional) test(`${name}, or tells what it did`, body)
    },
  }
}

/** Registers the group `conditional write`. */
export function describeConditions(register: Register<SinkSetup>): void {
  const { test, isConditional } = openConditions(register)
  register.group('conditional write', () => {
    test('does not write over what somebody else has written since', async (setup) => {
      await setup.seed({ web: old })
      const expected = (await setup.readBack('web'))?.revision ?? ''
      await setup.change('web', theirs)
      await checkOutdated(setup, expected, isConditional)
    })
    test('does not create what is there already', async (setup) => {
      await setup.seed({ web: theirs })
      await checkOutdated(setup, 'absent', isConditional)
    })
    test('does not bring back what is gone', async (setup) => {
      await setup.seed({ db: old })
      await checkOutdated(setup, (await setup.readBack('db'))?.revision ?? '', isConditional)
    })
    test('does not annotate, withdraw or purge what has changed since', async (setup) => {
      await setup.seed({ web: old })
      const expected = (await setup.readBack('web'))?.revision ?? ''
      await setup.change('web', theirs)
      const common = { key: 'web', ref: { unit: 'web' }, expected }
      const { annotations, withdraw, purge } = setup.endpoint.capabilities
      const writes: readonly UnitWrite[] = [
        ...(annotations ? [{ ...common, kind: 'annotate', annotations: { seen: 'yes' } } as const] : []),
        ...(withdraw ? [{ ...common, kind: 'withdraw', description: 'Withdraw' } as const] : []),
        ...(purge ? [{ ...common, kind: 'purge' } as const] : []),
      ]
      for (const write of writes) {
        const before = await setup.readBack('web')
        const outcome = await writeUnit(setup, write)
        if (isConditional) checkOutcome(outcome, 'lost-race', `outcome of an outdated ${write.kind}`)
        if (outcome.kind !== 'written')
          checkEqual(await setup.readBack('web'), before, `the unit after ${write.kind}`)
      }
    })
  })
}

async function checkOutdated(setup: SinkSetup, expected: string, isConditional: boolean): Promise<void> {
  const before = await setup.readBack('web')
  const outcome = await writeUnit(setup, textWrite('web', ours, expected))
  if (isConditional) checkOutcome(outcome, 'lost-race')
  check(outcome.kind !== 'unchanged', 'an outdated write of another text is answered with unchanged')
  await checkHonest(setup, outcome, { unit: 'web', text: ours, before })
}
