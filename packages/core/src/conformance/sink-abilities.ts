import type { Capabilities } from '../contract/capabilities.ts'
import type { UnitWrite } from '../contract/sink.ts'
import type { AnnotationChanges, Annotations } from '../contract/unit-ref.ts'
import { check, checkEqual } from './check.ts'
import { collect } from './collect.ts'
import type { Register } from './register.ts'
import { requireMember } from './require-member.ts'
import { sampleText } from './sample-text.ts'
import type { SinkSetup } from './sink-setup.ts'
import { checkOutcome, printOutcome, textWrite, writeUnit } from './write-units.ts'

const text = sampleText('web', 'one')

/**
 * Registers the groups `declared abilities` and `withdraw`: what the capabilities declare works, and what they deny
 * is refused as `unsupported`, without effect.
 */
export function describeAbilities({ group, test }: Register<SinkSetup>): void {
  group('declared abilities', () => {
    test('annotates: merges, removes what is null, and leaves text and revision alone', async (setup) => {
      const seeded = await seed(setup)
      const annotate = (annotations: AnnotationChanges): UnitWrite => ({
        ...seeded,
        kind: 'annotate',
        annotations,
      })
      if (await isDenied(setup, 'annotations', annotate({ a: '1' }))) return
      checkOutcome(await writeUnit(setup, annotate({ a: '1', b: '1' })), 'written')
      checkOutcome(await writeUnit(setup, annotate({ b: '2' })), 'written', 'second outcome')
      const stored = await setup.readBack('web')
      checkEqual([stored?.annotations['a'], stored?.annotations['b']], ['1', '2'], 'annotations')
      checkEqual([stored?.text, stored?.revision], [text, seeded.expected], 'text and revision')
      checkOutcome(await writeUnit(setup, annotate({ b: '2' })), 'unchanged', 'outcome of the same again')
      checkOutcome(await writeUnit(setup, annotate({ a: null })), 'written', 'outcome of a removal')
      const left = await setup.readBack('web')
      checkEqual([left?.annotations['a'], left?.annotations['b']], [undefined, '2'], 'annotations left')
      checkOutcome(await writeUnit(setup, annotate({ a: null })), 'unchanged', 'removing it again')
    })
    test('keeps annotations that come with a text: a create sets them, an update adds its own', async (setup) => {
      const created = { ...textWrite('web', text, 'absent'), annotations: { a: '1', b: '1' } }
      if (await isDenied(setup, 'annotations', created)) return
      checkOutcome(await writeUnit(setup, created), 'written', 'outcome of a create with annotations')
      checkEqual(await annotationsOf(setup), ['1', '1', undefined], 'annotations a, b and c after create')
      const update = async (value: string, added?: Annotations) => {
        const expected = (await setup.readBack('web'))?.revision ?? ''
        const annotations = added && { annotations: added }
        return writeUnit(setup, { ...textWrite('web', sampleText('web', value), expected), ...annotations })
      }
      checkOutcome(
        await update('two', { b: '2', c: '2' }),
        'written',
        'outcome of an update with annotations',
      )
      checkEqual(await annotationsOf(setup), ['1', '2', '2'], 'annotations a, b and c after update')
      checkOutcome(await update('three'), 'written', 'outcome of an update without annotations')
      checkEqual(await annotationsOf(setup), ['1', '2', '2'], 'annotations after an update without any')
      checkOutcome(
        await update('three', { c: '3' }),
        'written',
        'outcome of other annotations on the same text',
      )
      checkEqual(await annotationsOf(setup), ['1', '2', '3'], 'annotations beside the same text')
      const [read] = await collect(
        requireMember(setup.endpoint.source, 'source').read([{ unit: 'web' }], setup.call),
      )
      const shown = read?.kind === 'unit' ? read.head.annotations : {}
      checkEqual([shown['a'], shown['b'], shown['c']], ['1', '2', '3'], 'annotations that the source reads')
    })
    test('adds the annotations of an update to those that a unit has', async (setup) => {
      const seeded = await seed(setup)
      const update = {
        ...textWrite('web', sampleText('web', 'two'), seeded.expected),
        annotations: { b: '2' },
      }
      if (await isDenied(setup, 'annotations', update)) return
      checkOutcome(
        await writeUnit(setup, { ...seeded, kind: 'annotate', annotations: { a: '1' } }),
        'written',
      )
      checkOutcome(await writeUnit(setup, update), 'written', 'outcome of the update')
      checkEqual(await annotationsOf(setup), ['1', '2', undefined], 'annotations a, b and c')
    })
    test('purges: the record is gone', async (setup) => {
      const purge = { ...(await seed(setup)), kind: 'purge' } as const
      if (await isDenied(setup, 'purge', purge)) return
      checkOutcome(await writeUnit(setup, purge), 'written')
      check((await setup.readBack('web')) === undefined, 'the record is still there')
      const again = { ...purge, expected: 'absent' } as const
      checkOutcome(await writeUnit(setup, again), 'unchanged', 'outcome of the same again')
    })
  })

  group('withdraw', () => {
    test('withdraws: the record stays, empty, counts as absent, and can be written again', async (setup) => {
      const seeded = await seed(setup)
      const withdraw = { ...seeded, kind: 'withdraw', description: 'Withdraw' } as const
      if (await isDenied(setup, 'withdraw', withdraw)) return
      checkOutcome(await writeUnit(setup, withdraw), 'written')
      checkEqual((await setup.readBack('web'))?.text, '', 'stored text')
      const again = { ...withdraw, expected: 'absent' } as const
      checkOutcome(await writeUnit(setup, again), 'unchanged', 'outcome of the same again')
      checkOutcome(await writeUnit(setup, textWrite('web', text, 'absent')), 'written', 'writing it again')
      checkEqual((await setup.readBack('web'))?.text, text, 'text written again')
    })
  })
}

async function seed(setup: SinkSetup) {
  await setup.seed({ web: text })
  const stored = await setup.readBack('web')
  check(stored !== undefined, 'the harness did not seed the unit')
  return { key: 'web', ref: { unit: 'web' }, expected: stored.revision }
}

async function annotationsOf(setup: SinkSetup) {
  const annotations = (await setup.readBack('web'))?.annotations
  return [annotations?.['a'], annotations?.['b'], annotations?.['c']]
}

async function isDenied(setup: SinkSetup, ability: keyof Capabilities, write: UnitWrite): Promise<boolean> {
  if (setup.endpoint.capabilities[ability]) return false
  const before = await setup.readBack('web')
  const outcome = await writeUnit(setup, write)
  check(
    outcome.kind === 'refused' && outcome.error?.kind === 'unsupported',
    `the endpoint declares that it lacks "${ability}", so this ${write.kind} is refused with an error of kind unsupported; it was ${printOutcome(outcome)}`,
  )
  checkEqual(await setup.readBack('web'), before, 'the unit after a write that was refused')
  return true
}
