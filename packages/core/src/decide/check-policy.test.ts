import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FieldChange } from '../compare/field-change.ts'
import { checkPolicy } from './check-policy.ts'
import { coversGlob, globsMeet } from './covers-glob.ts'
import { decideChanges } from './decide-change.ts'
import { definePolicy } from './define-policy.ts'
import { matchesGlob } from './matches-glob.ts'
import type { Decision, FlowName, Policy } from './policy.ts'
import type { PolicyFileRule } from './policy-file.ts'
import { mergePolicy, presets } from './presets.ts'

const check = (...rules: readonly PolicyFileRule[]) =>
  checkPolicy(definePolicy({ name: 'p', extends: [mergePolicy], rules }))

describe('checkPolicy', () => {
  it('finds a rule that a later one hides, also by globs and by paths above', () => {
    expect(
      check(
        { id: 'narrow', match: { unit: 'web-api', path: '/spec/replicas' }, decide: 'hold' },
        { id: 'wide', match: { unit: 'web-*', path: '/spec' }, decide: 'block' },
      ),
    ).toMatchObject([{ kind: 'hidden', rule: 'narrow', others: ['wide'] }])
  })

  it('lets a wide rule stand before a narrow one', () => {
    expect(
      check(
        { id: 'wide', match: { path: '/spec' }, decide: 'block' },
        { id: 'narrow', match: { path: '/spec/replicas' }, decide: 'hold' },
      ),
    ).toEqual([])
  })

  it('finds a rule that an enforced one before it hides', () => {
    expect(
      check(
        { id: 'must', enforced: true, match: { kind: '*' }, decide: 'block' },
        { id: 'late', match: { kind: 'Role' }, decide: 'leave' },
      ),
    ).toMatchObject([{ kind: 'hidden', rule: 'late', others: ['must'] }])
  })

  it('finds enforced rules that contradict, and not those that cannot meet', () => {
    expect(
      check(
        { id: 'a', enforced: true, match: { unit: 'web-*' }, decide: 'block' },
        { id: 'b', enforced: true, match: { unit: '*-api' }, decide: 'hold' },
        { id: 'c', enforced: true, match: { unit: 'db' }, decide: 'leave' },
      ),
    ).toMatchObject([{ kind: 'contradiction', rule: 'a', others: ['b'] }])
  })

  it('finds a rule that can never match', () => {
    expect(
      check({ id: 'never', match: { change: 'git-only', author: 'person' }, decide: 'leave' }),
    ).toMatchObject([{ kind: 'never-matches', rule: 'never' }])
  })

  it('finds a rule that several later ones hide together', () => {
    expect(
      check(
        { id: 'all', match: { unit: 'web', flow: ['publish', 'sync'] }, decide: 'hold' },
        { id: 'one', match: { unit: 'web', flow: 'publish' }, decide: 'block' },
        { id: 'two', match: { unit: '*', flow: 'sync' }, decide: 'leave' },
      ),
    ).toEqual([
      {
        kind: 'hidden',
        rule: 'all',
        others: ['one', 'two'],
        message: 'all is hidden: one, two together match all that it matches, and win',
      },
    ])
  })

  it('takes no two words for the same effect for a contradiction, and none for what cannot happen', () => {
    expect(
      check(
        { id: 'a', enforced: true, match: { flow: 'publish', unit: 'a' }, decide: { take: 'confighub' } },
        { id: 'b', enforced: true, match: { flow: 'publish', unit: '*' }, decide: 'leave' },
      ).filter(({ kind }) => kind === 'contradiction'),
    ).toEqual([])
    expect(
      check(
        { id: 'a', enforced: true, match: { change: 'git-only' }, decide: 'block' },
        { id: 'b', enforced: true, match: { author: 'person' }, decide: 'leave' },
      ),
    ).toEqual([])
    expect(check({ id: 'any-tag', match: { change: 'git-only', tag: '*' }, decide: 'leave' })).toEqual([])
  })

  it('has nothing to say of the presets', () => {
    expect(presets.flatMap(checkPolicy)).toEqual([])
  })
})

const oneOrMore = (...words: readonly string[]) =>
  fc.option(fc.subarray([...words], { minLength: 1, maxLength: 2 }), { nil: undefined })
const anyRule = fc.record({
  enforced: fc.boolean(),
  match: fc.record({
    flow: fc.option(fc.subarray(['publish', 'sync', 'capture'] as const, { minLength: 1 }), {
      nil: undefined,
    }),
    unitChange: fc.option(fc.subarray(['one-side', 'both-disjoint'] as const, { minLength: 1 }), {
      nil: undefined,
    }),
    unit: oneOrMore('web', 'w*', '*'),
    path: oneOrMore('/spec', '/spec/a', '/spec/*', '**/b'),
    change: oneOrMore('git-only', 'confighub-only', 'live-only', 'conflict', 'automation', 'unowned'),
    author: fc.option(fc.subarray(['person', 'automation', 'unknown'] as const, { minLength: 1 }), {
      nil: undefined,
    }),
    tag: oneOrMore('bulk', '*'),
  }),
  decision: fc.constantFrom<Decision>(
    { kind: 'leave' },
    { kind: 'block' },
    { kind: 'merge' },
    { kind: 'take', side: 'git' },
    { kind: 'take', side: 'confighub' },
    { kind: 'take', side: 'live' },
  ),
})
const anyPolicy: fc.Arbitrary<Policy> = fc
  .array(anyRule, { minLength: 1, maxLength: 5 })
  .map((rules) => ({ name: 'p', rules: rules.map((rule, index) => ({ ...rule, id: `r${index}` })) }))

// Every change that a flow can come to, of a few paths, authors and tags; a capture knows who set the live value, too.
const everyChange = (flow: FlowName): readonly FieldChange[] =>
  [['spec'], ['spec', 'a', 'b'], ['spec', 'a'], ['spec', 'b'], ['b'], []].flatMap((path) => {
    const place = {
      resource: 'ConfigMap//a',
      path,
      base: { kind: 'known', value: 1 },
      left: 2,
      right: 3,
    } as const
    const authors = (['person', 'automation', 'unknown', 'capture'] as const).flatMap((kind) =>
      ['bulk', undefined].map((tag) => ({ kind, tag })),
    )
    return [
      { ...place, kind: 'one-side', side: 'left' } as const,
      { ...place, kind: 'unowned' } as const,
      ...authors.flatMap((setBy) => [
        ...(flow === 'capture' ? [{ ...place, setBy, kind: 'one-side', side: 'left' } as const] : []),
        { ...place, setBy, kind: 'one-side', side: 'right' } as const,
        { ...place, setBy, kind: 'conflict' } as const,
        { ...place, setBy, kind: 'automation' } as const,
      ]),
    ]
  })

function* everyDecision(policy: Policy) {
  for (const flow of ['publish', 'sync', 'capture'] as const)
    for (const tag of flow === 'capture' ? ['bulk', undefined] : [undefined])
      for (const unit of ['web', 'w', 'db'])
        for (const unitChange of ['none', 'one-side', 'both-disjoint', 'both-overlap'] as const)
          yield* decideChanges(policy, everyChange(flow), {
            flow,
            environment: 'prod',
            unit,
            unitChange,
            sides: { left: flow === 'capture' ? 'live' : 'git', right: 'confighub' },
            target: flow === 'sync' ? 'left' : 'right',
            tag,
          })
}

describe('what checkPolicy finds', () => {
  it('a rule that it calls hidden or never matching decides nothing, whatever happens', () => {
    const seen = { hidden: 0, 'never-matches': 0 }
    fc.assert(
      fc.property(anyPolicy, (policy) => {
        const idle = checkPolicy(policy).filter((finding) => finding.kind !== 'contradiction')
        if (idle.length === 0) return
        const decided = [...everyDecision(policy)]
        for (const { kind, rule } of idle) {
          if (kind !== 'contradiction') seen[kind] += 1
          expect(decided.filter((one) => one.rule === rule)).toEqual([])
          if (kind === 'never-matches') expect(decided.filter((one) => one.beat.includes(rule))).toEqual([])
        }
      }),
      { numRuns: 150 },
    )
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(0)
  })

  it('rules that it says contradict meet in a change, and want different things of it', () => {
    fc.assert(
      fc.property(anyPolicy, (policy) => {
        for (const { kind, rule, others = [] } of checkPolicy(policy)) {
          if (kind !== 'contradiction') continue
          const both = policy.rules.filter(({ id }) => id === rule || others.includes(id))
          const verdicts = both.map((only) =>
            [...everyDecision({ name: 'p', rules: [only] })].map((one) =>
              one.rule === only.id ? one.verdict : undefined,
            ),
          )
          const [first = [], second = []] = verdicts
          const differ = first.some((verdict, index) => {
            const other = second[index]
            return verdict !== undefined && other !== undefined && verdict !== other
          })
          expect(differ).toBe(true)
        }
      }),
      { numRuns: 150 },
    )
  })
})

const glob = fc
  .array(fc.constantFrom('a', 'b', '/', '*', '**'), { maxLength: 5 })
  .map((parts) => parts.join(''))
const text = fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 6 })

describe('globs', () => {
  it('what a glob covers, it matches', () => {
    fc.assert(
      fc.property(glob, glob, text, (wide, narrow, word) => {
        fc.pre(coversGlob(wide, narrow) && matchesGlob(narrow, word))
        expect(matchesGlob(wide, word)).toBe(true)
      }),
    )
  })

  it('two globs that match one text meet', () => {
    fc.assert(
      fc.property(glob, glob, text, (one, other, word) => {
        fc.pre(matchesGlob(one, word) && matchesGlob(other, word))
        expect(globsMeet(one, other)).toBe(true)
      }),
    )
  })

  it('does not meet where nothing can match both', () => {
    expect([globsMeet('a*', 'b*'), globsMeet('*', 'a/b'), globsMeet('*a', 'b*')]).toEqual([
      false,
      false,
      true,
    ])
  })
})
