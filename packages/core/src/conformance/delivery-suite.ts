import type { Delivery, DeliveryStatus } from '../contract/delivery.ts'
import type { RevisionToken } from '../contract/unit-ref.ts'
import { catchError } from './catch-error.ts'
import { check, checkEqual } from './check.ts'
import { collect } from './collect.ts'
import { describeContract } from './describe-contract.ts'
import { describeCuts } from './describe-cuts.ts'
import { describeErrors } from './describe-errors.ts'
import type { Harness, HarnessSetup } from './harness.ts'
import { createRegister } from './register.ts'
import { requireMember } from './require-member.ts'
import { manyItems, sampleText } from './sample-text.ts'
import type { SuiteRunner } from './suite-runner.ts'

/** A store whose units run somewhere, for {@link deliverySuite}. */
export interface DeliverySetup extends HarnessSetup {
  /** Writes a unit, and answers the new revision. */
  write(unit: string, text: string): Promise<RevisionToken>
  /** Lets what the unit holds now run where it belongs. */
  deliver(unit: string): Promise<void>
  /** Makes what the unit holds now fail on its way there. */
  fail(unit: string, reason: string): Promise<void>
}

/** Registers what every Delivery has to keep to. */
export function deliverySuite(runner: SuiteRunner, harness: Harness<DeliverySetup>): void {
  const register = createRegister(runner, harness)
  const { group, test } = register
  register.suite('delivery', () => {
    describeContract(register)
    group('progress', () => {
      test('tells what is on its way from what is live', async (setup) => {
        const revision = await setup.write('web', sampleText('web', '1'))
        checkEqual((await look(setup, 'web', revision)).kind, 'pending', 'before it is delivered')
        await setup.deliver('web')
        checkEqual((await look(setup, 'web', revision)).kind, 'live', 'afterwards')
        const next = await setup.write('web', sampleText('web', '2'))
        checkEqual((await look(setup, 'web', next)).kind, 'pending', 'a newer revision')
      })
      test('takes a revision for live when a later one is', async (setup) => {
        const revision = await setup.write('web', sampleText('web', '1'))
        await setup.write('web', sampleText('web', '2'))
        await setup.deliver('web')
        checkEqual((await look(setup, 'web', revision)).kind, 'live', 'the earlier revision')
      })
    })

    group('failure', () => {
      test('tells that a revision will not get there, and why', async (setup) => {
        const revision = await setup.write('web', sampleText('web', '1'))
        await setup.fail('web', 'quota exceeded')
        const status = await look(setup, 'web', revision)
        checkEqual(status.kind, 'failed', 'the kind of the status')
        check(status.reason?.includes('quota exceeded') === true, `the reason, but: ${String(status.reason)}`)
      })
    })

    group('completeness', () => {
      test(`answers for each of ${manyItems} units, once`, async (setup) => {
        const queries: { readonly ref: { readonly unit: string }; readonly revision: RevisionToken }[] = []
        for (let index = 0; index < manyItems; index++) {
          const unit = `unit-${index}`
          queries.push({ ref: { unit }, revision: await setup.write(unit, sampleText(unit, '1')) })
        }
        const statuses = await collect(deliveryOf(setup).look(queries, setup.call))
        const names = (units: readonly string[]) => [...units].sort()
        checkEqual(
          names(statuses.map(({ unit }) => unit)),
          names(queries.map(({ ref }) => ref.unit)),
          'units that were answered for',
        )
      })
    })

    group('empty configuration', () => {
      test('answers nothing where nothing is asked', async (setup) => {
        checkEqual(await collect(deliveryOf(setup).look([], setup.call)), [], 'statuses')
      })
      test('does not take for live what never was', async (setup) => {
        const { kind } = await look(setup, 'nothing', '1')
        check(kind !== 'live', 'a unit that never was is live')
      })
    })

    describeCuts(register, {
      'delivery.look': {
        prepare: async (setup) => {
          for (const unit of ['a', 'b', 'c']) await setup.write(unit, sampleText(unit, '1'))
        },
        run: (setup) =>
          catchError(async () => {
            const queries = ['a', 'b', 'c'].map((unit) => ({ ref: { unit }, revision: '1' }))
            const statuses = await collect(deliveryOf(setup).look(queries, setup.call))
            checkEqual(statuses.length, 3, 'statuses of a look that ended well')
          }),
      },
    })
    const ask = [{ ref: { unit: 'web' }, revision: '1' }]
    describeErrors(register, {
      requests: {
        'delivery.look': (setup, call) => catchError(() => collect(deliveryOf(setup).look(ask, call))),
      },
    })
  })
}

async function look(setup: DeliverySetup, unit: string, revision: RevisionToken): Promise<DeliveryStatus> {
  const [status] = await collect(deliveryOf(setup).look([{ ref: { unit }, revision }], setup.call))
  check(status !== undefined, 'a status')
  return status
}

function deliveryOf(setup: DeliverySetup): Delivery {
  return requireMember(setup.endpoint.delivery, 'delivery')
}
