import { describe, expect, it } from 'vitest'
import type { FieldChange } from '../compare/field-change.ts'
import type { UnitChange } from '../compare/unit-change.ts'
import { decideChanges } from './decide-change.ts'
import { forceChanges } from './force.ts'
import type { FlowName, Policy, PolicyRule } from './policy.ts'
import { documentedPolicy, mergePolicy, strictPolicy } from './presets.ts'
import { judgeUnit } from './unit-verdict.ts'

const values = {
  resource: 'Function.lambda.aws.upbound.io//api-handler',
  path: ['spec', 'forProvider', 'memorySize'],
  base: { kind: 'known', value: 128 },
  left: 192,
  right: 512,
} as const
const gitOnly: FieldChange = { ...values, kind: 'one-side', side: 'left' }
const confighubOnly: FieldChange = { ...values, path: ['spec', 'x'], kind: 'one-side', side: 'right' }
const conflict: FieldChange = { ...values, kind: 'conflict' }
const overServer: FieldChange = { ...conflict, setBy: { kind: 'automation' } }
const automation: FieldChange = { ...confighubOnly, kind: 'automation' }

const decide = (policy: Policy, flow: FlowName, unitChange: UnitChange, ...changes: FieldChange[]) =>
  decideChanges(policy, changes, {
    flow,
    environment: 'prod',
    unit: 'lambda',
    unitChange,
    sides: { left: 'git', right: 'confighub' },
    target: flow === 'sync' ? 'left' : 'right',
  })
const verdicts = (...parameters: Parameters<typeof decide>) =>
  decide(...parameters).map((item) => item.verdict)

describe('the presets', () => {
  it.each([
    ['documented', documentedPolicy, 'one-side', [gitOnly], ['take']],
    ['documented', documentedPolicy, 'one-side', [confighubOnly], ['leave']],
    ['documented', documentedPolicy, 'both-disjoint', [gitOnly, confighubOnly], ['block', 'block']],
    ['documented', documentedPolicy, 'both-overlap', [conflict], ['block']],
    ['documented', documentedPolicy, 'one-side', [gitOnly, automation], ['take', 'leave']],
    ['documented', documentedPolicy, 'one-side', [overServer], ['take']],
    ['strict', strictPolicy, 'one-side', [gitOnly], ['take']],
    ['strict', strictPolicy, 'one-side', [confighubOnly], ['block']],
    ['merge', mergePolicy, 'both-disjoint', [gitOnly, confighubOnly], ['take', 'leave']],
    ['merge', mergePolicy, 'both-overlap', [conflict], ['block']],
  ] as const)('%s: publish of a unit decides %#', (_, policy, unitChange, changes, expected) => {
    expect(verdicts(policy, 'publish', unitChange, ...changes)).toEqual(expected)
  })

  it.each([documentedPolicy, strictPolicy, mergePolicy])(
    '$name: sync takes ConfigHub’s changes only',
    (policy) => {
      expect(
        verdicts(policy, 'sync', 'both-overlap', gitOnly, confighubOnly, conflict, automation, overServer),
      ).toEqual(['leave', 'take', 'take', 'leave', 'leave'])
    },
  )
})

describe('decideChanges', () => {
  const rule = (id: string, more: Partial<PolicyRule>): PolicyRule => ({
    id,
    enforced: false,
    match: {},
    decision: { kind: 'leave' },
    ...more,
  })

  it('follows the last matching rule and names those it beat', () => {
    const policy = {
      name: 'p',
      rules: [
        rule('first', {}),
        rule('other', { match: { unit: ['web'] } }),
        rule('last', { decision: { kind: 'hold' } }),
      ],
    }
    expect(decide(policy, 'publish', 'one-side', gitOnly)).toMatchObject([
      { verdict: 'hold', rule: 'last', beat: ['first'] },
    ])
  })

  it('lets an enforced rule beat later ones', () => {
    const policy = {
      name: 'p',
      rules: [rule('must', { enforced: true, decision: { kind: 'block' } }), rule('last', {})],
    }
    expect(decide(policy, 'publish', 'one-side', gitOnly)).toMatchObject([
      { verdict: 'block', rule: 'must', beat: ['last'] },
    ])
  })

  it('blocks what no rule speaks of', () => {
    expect(decide({ name: 'p', rules: [] }, 'publish', 'one-side', gitOnly)).toMatchObject([
      { verdict: 'block', rule: 'no-rule' },
    ])
  })

  it('never writes an ignored field, whatever a rule says', () => {
    const policy = { name: 'p', rules: [rule('all', { decision: { kind: 'take', side: 'git' } })] }
    expect(verdicts(policy, 'publish', 'one-side', { ...gitOnly, kind: 'ignored' })).toEqual(['leave'])
  })

  it('matches a field by a path above it', () => {
    const policy = {
      name: 'p',
      rules: [
        rule('all', { decision: { kind: 'take', side: 'git' } }),
        rule('capacity', { match: { path: ['/spec/forProvider'] } }),
      ],
    }
    expect(verdicts(policy, 'publish', 'one-side', gitOnly, confighubOnly)).toEqual(['leave', 'take'])
  })
})

describe('forceChanges', () => {
  const decided = decide(documentedPolicy, 'publish', 'both-overlap', conflict, confighubOnly, automation)

  it('takes Git’s value and names the rule that it overrode, but leaves the server its own', () => {
    expect(
      forceChanges(decided, 'lambda', {}).map((item) => [item.verdict, item.rule, item.beat[0]]),
    ).toEqual([
      ['take', 'force', 'publish-conflict'],
      ['take', 'force', 'publish-both'],
      ['leave', 'publish-server', 'publish-conflict'],
    ])
  })

  it('stays within its scope', () => {
    expect(forceChanges(decided, 'web', { units: ['lambda'] })).toEqual(decided)
    expect(forceChanges(decided, 'lambda', { paths: ['/spec/x'] }).map((item) => item.verdict)).toEqual([
      'block',
      'take',
      'leave',
    ])
  })
})

describe('judgeUnit', () => {
  it('blocks before it holds, holds before it writes', () => {
    const item = (verdict: 'take' | 'leave' | 'hold' | 'block') => ({
      change: gitOnly,
      verdict,
      rule: 'r',
      beat: [],
    })
    expect(judgeUnit([item('take'), item('hold'), item('block')])).toBe('block')
    expect(judgeUnit([item('take'), item('hold')])).toBe('hold')
    expect(judgeUnit([item('take'), item('leave')])).toBe('write')
    expect(judgeUnit([item('leave')])).toBe('leave')
  })
})
