import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type FieldChange, isAgreed } from '../compare/field-change.ts'
import { decideChanges } from './decide-change.ts'
import { freezeChanges } from './freeze.ts'
import type { Policy, PolicyRule } from './policy.ts'

const words = <Word extends string>(...some: readonly Word[]) =>
  fc.option(fc.subarray([...some], { minLength: 1 }), { nil: undefined })
const decision = fc.oneof(
  fc.constantFrom('git', 'confighub', 'live').map((side) => ({ kind: 'take', side }) as const),
  fc.constantFrom('merge', 'leave', 'hold', 'block').map((kind) => ({ kind }) as const),
)
const rule: fc.Arbitrary<Omit<PolicyRule, 'id'>> = fc.record({
  enforced: fc.boolean(),
  match: fc.record({
    flow: words('publish', 'sync', 'capture'),
    unit: words('web', '*'),
    path: words('/spec', '/spec/a', '**/b'),
    change: words('git-only', 'confighub-only', 'conflict', 'automation'),
    author: words('person', 'automation', 'unknown'),
  }),
  decision,
})
const policy: fc.Arbitrary<Policy> = fc
  .array(rule, { maxLength: 8 })
  .map((rules) => ({ name: 'p', rules: rules.map((item, index) => ({ ...item, id: `r${index}` })) }))

const value = fc.constantFrom(undefined, 1, 2, 3)
const change: fc.Arbitrary<FieldChange> = fc
  .record({
    resource: fc.constantFrom('Service/shop/a', 'Service/shop/b'),
    path: fc.subarray(['spec', 'a', 'b']),
    base: fc.oneof(
      value.map((known) => ({ kind: 'known', value: known }) as const),
      fc.boolean().map((existed) => ({ kind: 'unknown', existed }) as const),
    ),
    left: value,
    right: value,
    setBy: fc.option(
      fc.constantFrom('person', 'automation', 'unknown').map((kind) => ({ kind }) as const),
      { nil: undefined },
    ),
  })
  .chain((place) =>
    fc.oneof(
      fc.constantFrom('left', 'right').map((side) => ({ ...place, kind: 'one-side', side }) as const),
      fc
        .constantFrom('conflict', 'automation', 'unowned', 'ignored', 'both-same', 'order-only')
        .map((kind) => ({ ...place, kind }) as const),
    ),
  )
const changes = fc.array(change, { maxLength: 12 })
const flow = fc.constantFrom('publish', 'sync')

const decide = (rules: Policy, given: readonly FieldChange[], which: 'publish' | 'sync') =>
  decideChanges(rules, given, {
    flow: which,
    environment: 'prod',
    unit: 'web',
    unitChange: 'both-disjoint',
    sides: { left: 'git', right: 'confighub' },
    target: which === 'sync' ? 'left' : 'right',
  })

describe('every policy', () => {
  it('decides every change that is none yet exactly once, and gives the rule', () => {
    fc.assert(
      fc.property(policy, changes, flow, (rules, given, which) => {
        const decided = decide(rules, given, which)
        expect(decided.map((item) => item.change)).toEqual(given.filter((item) => !isAgreed(item)))
        for (const item of decided) {
          expect(['take', 'leave', 'hold', 'block']).toContain(item.verdict)
          expect(item.rule).not.toBe('')
          expect(item.beat).not.toContain(item.rule)
        }
      }),
    )
  })

  it('decides alike each time, and each change alike in whatever order and company', () => {
    fc.assert(
      fc.property(policy, changes, flow, (rules, given, which) => {
        const decided = decide(rules, given, which)
        expect(decide(rules, given, which)).toEqual(decided)
        expect(decide(rules, given.toReversed(), which)).toEqual(decided.toReversed())
        expect(given.flatMap((one) => decide(rules, [one], which))).toEqual(decided)
      }),
    )
  })

  it('takes no ignored field, nothing in a freeze, and no side that the flow does not have', () => {
    const freeze = { from: '2026-01-01T00:00:00Z', until: '2026-02-01T00:00:00Z', reason: 'audit' }
    fc.assert(
      fc.property(policy, changes, flow, (rules, given, which) => {
        const decided = decide(rules, given, which)
        const taken = decided.filter((item) => item.verdict === 'take')
        expect(taken.filter((item) => item.change.kind === 'ignored')).toEqual([])
        expect(freezeChanges(decided, freeze).filter((item) => item.verdict === 'take')).toEqual([])
        const deciding = taken.map((item) => rules.rules.find((one) => one.id === item.rule)?.decision)
        expect(deciding.filter((one) => one?.kind === 'take' && one.side === 'live')).toEqual([])
      }),
    )
  })

  it('lets no rule beat an enforced one but an enforced one', () => {
    fc.assert(
      fc.property(policy, changes, flow, (rules, given, which) => {
        for (const item of decide(rules, given, which)) {
          const isEnforced = (id: string) => rules.rules.find((one) => one.id === id)?.enforced === true
          if (item.rule === 'no-evidence' || !item.beat.some(isEnforced)) continue
          expect(isEnforced(item.rule)).toBe(true)
        }
      }),
    )
  })
})
