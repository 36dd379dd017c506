import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Endpoint } from '../../contract/endpoint.ts'
import type { UnitWrite } from '../../contract/sink.ts'
import type { FieldVerdict } from '../../decide/decide-change.ts'
import type { Policy } from '../../decide/policy.ts'
import { getField } from '../../model/get-field.ts'
import { readUnitTree } from '../../normalize/read-unit-tree.ts'
import { createMemoryArchive } from '../../testing/memory-archive.ts'
import { createMemoryConfigHub } from '../../testing/memory-config-hub.ts'
import { createMemoryGit } from '../../testing/memory-git.ts'
import { createTestCall } from '../../testing/test-call.ts'
import { requireMember } from '../flow-endpoints.ts'
import { publish } from './publish.ts'

const units = ['one', 'two', 'three']
const fields = ['a', 'b', 'c']
type Values = Readonly<Record<string, string>>
/** Of every unit its fields; one that is missing is absent. */
type World = Readonly<Record<string, Values | undefined>>

const words = (...some: readonly string[]) =>
  fc.option(fc.subarray([...some], { minLength: 1 }), { nil: undefined })
const rule = fc.record({
  enforced: fc.boolean(),
  match: fc.record({
    unit: words(...units),
    path: words('/data/a', '/data/b'),
    change: words('git-only', 'conflict'),
  }),
  decision: fc.oneof(
    fc.constantFrom('git', 'confighub').map((side) => ({ kind: 'take', side }) as const),
    fc.constantFrom('merge', 'leave', 'hold', 'block').map((kind) => ({ kind }) as const),
  ),
})
// Most things are taken, so that what is not stands out.
const policy: fc.Arbitrary<Policy> = fc.array(rule, { maxLength: 4 }).map((rules) => ({
  name: 'p',
  rules: [
    { id: 'git', enforced: false, match: {}, decision: { kind: 'take', side: 'git' } },
    ...rules.map((item, index) => ({ ...item, id: `r${index}` })),
  ],
}))
const changes = fc.array(
  fc.record({
    side: fc.constantFrom('git', 'confighub'),
    unit: fc.constantFrom(...units),
    field: fc.constantFrom(...fields, undefined),
    value: fc.constantFrom('2', '3', undefined),
  }),
  { maxLength: 8 },
)
const agreed: World = { one: { a: '1', b: '1', c: '1' }, two: { a: '1', b: '1', c: '1' } }

function change(
  world: World,
  list: readonly { unit: string; field?: string | undefined; value?: string | undefined }[],
) {
  const after: Record<string, Values | undefined> = { ...world }
  for (const { unit, field, value } of list) {
    const { [field ?? '']: _, ...others } = after[unit] ?? {}
    const kept = value === undefined ? others : { ...others, [field ?? 'a']: value }
    after[unit] = field !== undefined ? kept : value === undefined ? undefined : { a: value }
  }
  return after
}

function textOf(unit: string, values: Values | undefined): string {
  if (values === undefined) return ''
  const data = Object.entries(values).map(([key, value]) => `  ${key}: "${value}"\n`)
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${unit}\ndata:${data.length === 0 ? ' {}' : ''}\n${data.join('')}`
}

const filesOf = (world: World) =>
  Object.fromEntries(
    units.map((unit) => [
      `prod/${unit}.yaml`,
      world[unit] === undefined ? undefined : textOf(unit, world[unit]),
    ]),
  )

function recording(endpoint: Endpoint, writes: UnitWrite[]): Endpoint {
  const sink = requireMember(endpoint, 'sink')
  return {
    ...endpoint,
    sink: {
      ...sink,
      async *write(wanted, call) {
        writes.push(...wanted)
        yield* sink.write(wanted, call)
      },
    },
  }
}

it('what a policy holds, blocks or leaves never reaches a Sink, whatever both sides did', async () => {
  const seen: Record<FieldVerdict | 'written' | 'kept', number> = {
    take: 0,
    leave: 0,
    hold: 0,
    block: 0,
    written: 0,
    kept: 0,
  }
  await fc.assert(
    fc.asyncProperty(policy, changes, async (rules, list) => {
      const git = createMemoryGit()
      const confighub = createMemoryConfigHub()
      const archive = createMemoryArchive()
      const writes: UnitWrite[] = []
      const run = (given: Policy | undefined) =>
        publish(
          { git: git.endpoint('prod'), confighub: recording(confighub, writes), archive },
          { environment: 'prod', policy: given, limits: { updates: 9, deletes: 9 } },
          createTestCall(),
        )
      git.commit(filesOf(agreed), 'Agree')
      await run(undefined)
      writes.length = 0
      const [ours, theirs] = ['git', 'confighub'].map((side) =>
        change(
          agreed,
          list.filter((item) => item.side === side),
        ),
      )
      git.commit(filesOf(ours ?? {}), 'Change')
      const operator = confighub.as({ kind: 'person', name: 'olga' })
      for (const unit of units) {
        const text = textOf(unit, theirs?.[unit])
        if (text === (confighub.state()[unit]?.text ?? '')) continue
        if (text === '') operator.withdraw(unit, 'by hand')
        else operator.write(unit, text, 'by hand')
      }
      const before = confighub.state()
      const report = await run(rules)
      const decided = report.units.flatMap(({ fields: all }) => all)
      for (const { verdict } of decided) seen[verdict] += 1
      seen.written += writes.length
      if (decided.some(({ verdict }) => verdict === 'block')) expect(writes).toEqual([])
      for (const write of writes) {
        const unit = report.units.find((item) => item.unit === write.ref.unit)
        expect(unit?.verdict).toBe('write')
        expect(unit?.fields.map(({ verdict }) => verdict)).not.toContain('hold')
        const after = treeOf('text' in write ? write.text : '')
        const head = treeOf(before[write.ref.unit]?.text ?? '')
        for (const { path, resource, verdict } of unit?.fields ?? []) {
          if (verdict !== 'leave') continue
          seen.kept += 1
          const place = [resource, ...path.split('/').slice(1)]
          expect(getField(after, place)).toEqual(getField(head, place))
        }
      }
    }),
    { numRuns: 150 },
  )
  // The law says something: everything that it speaks of has happened.
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(0)
})

function treeOf(text: string) {
  const read = readUnitTree(text, 'unit')
  if (read.kind === 'invalid') throw read.error
  return read.tree
}
