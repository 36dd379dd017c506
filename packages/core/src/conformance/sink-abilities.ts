import type { Capabilities } from '../contract/capabilities.ts'
import type { UnitWrite } from '../contract/sink.ts'
import type { AnnotationChanges } from '../contract/unit-ref.ts'
import { check, checkEqual } from './check.ts'
import type { Register } from './register.ts'
import { sampleText } from './sample-text.ts'
import type { SinkSetup } from './sink-setup.ts'
import { textWrite, writeUnit } from './write-units.ts'

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
      checkEqual((await writeUnit(setup, annotate({ a: '1', b: '1' }))).kind, 'written', 'outcome')
      checkEqual((await writeUnit(setup, annotate({ b: '2' }))).kind, 'written', 'second outcome')
      const stored = await setup.readBack('web')
      checkEqual([stored?.annotations['a'], stored?.annotations['b']], ['1', '2'], 'annotations')
      checkEqual([stored?.text, stored?.revision], [text, seeded.expected], 'text and revision')
      checkEqual(
        (await writeUnit(setup, annotate({ b: '2' }))).kind,
        'unchanged',
        'outcome of the same again',
      )
      checkEqual((await writeUnit(setup, annotate({ a: null }))).kind, 'written', 'outcome of a removal')
      const left = await setup.readBack('web')
      checkEqual([left?.annotations['a'], left?.annotations['b']], [undefined, '2'], 'annotations left')
      checkEqual((await writeUnit(setup, annotate({ a: null }))).kind, 'unchanged', 'removing it again')
    })
    test('purges: the record is gone', async (setup) => {
      const purge = { ...(await seed(setup)), kind: 'purge' } as const
      if (await isDenied(setup, 'purge', purge)) return
      checkEqual((await writeUnit(setup, purge)).kind, 'written', 'outcome')
      check((await setup.readBack('web')) === undefined, 'the record is still there')
      const again = { ...purge, expected: 'absent' } as const
      checkEqual((await writeUnit(setup, again)).kind, 'unchanged', 'outcome of the same again')
    })
  })

  group('withdraw', () => {
    test('withdraws: the record stays, empty, counts as absent, and can be written again', async (setup) => {
      const seeded = await seed(setup)
      const withdraw = { ...seeded, kind: 'withdraw', description: 'Withdraw' } as const
      if (await isDenied(setup, 'withdraw', withdraw)) return
      checkEqual((await writeUnit(setup, withdraw)).kind, 'written', 'outcome')
      checkEqual((await setup.readBack('web'))?.text, '', 'stored text')
      const again = { ...withdraw, expected: 'absent' } as const
      checkEqual((await writeUnit(setup, again)).kind, 'unchanged', 'outcome of the same again')
      checkEqual(
        (await writeUnit(setup, textWrite('web', text, 'absent'))).kind,
        'written',
        'writing it again',
      )
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

async function isDenied(setup: SinkSetup, ability: keyof Capabilities, write: UnitWrite): Promise<boolean> {
  if (setup.endpoint.capabilities[ability]) return false
  const outcome = await writeUnit(setup, write)
  checkEqual([outcome.kind, outcome.error?.kind], ['refused', 'unsupported'], `outcome without "${ability}"`)
  const stored = await setup.readBack('web')
  checkEqual([stored?.text, stored?.revision], [text, write.expected], 'text and revision')
  return true
}
