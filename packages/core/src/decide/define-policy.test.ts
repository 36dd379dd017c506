import { expect, it } from 'vitest'
import { definePolicy, type PolicyDefinition } from './define-policy.ts'
import { mergePolicy } from './presets.ts'
import { readPolicy } from './read-policy.ts'

it('resolves rules in code as a policy file does', () => {
  const written = definePolicy({
    name: 'shop',
    extends: [mergePolicy],
    rules: [
      { id: 'capacity', match: { labels: { tier: 'web' }, tag: 'bulk' }, decide: { take: 'confighub' } },
      { id: 'ours', decide: { take: 'git' } },
    ],
  })
  const read = readPolicy(
    'extends: [merge]\nrules:\n  - { id: capacity, match: { labels: { tier: web }, tag: bulk }, decide: { take: confighub } }\n  - { id: ours, decide: { take: git } }\n',
    { name: 'shop' },
  )
  expect(written).toEqual(read)
  // Capture has no side of Git's: a rule that takes it cannot speak of captures.
  expect(written.rules.at(-1)?.match.flow).toEqual(['publish', 'sync'])
})

it('names every problem at once', () => {
  expect(() =>
    definePolicy({
      name: 'shop',
      rules: [
        { id: 'a', match: { flow: 'publish', kind: 'Function.lambda' }, decide: { take: 'live' } },
        { id: 'a', match: { flow: 'capture', change: 'git-only', path: '/spec/' }, decide: 'hold' },
      ],
    }),
  ).toThrow(
    [
      '5 problems',
      'shop  rules.0.decide.take: publish has no side live, only git and confighub',
      'shop  rules.0.match.kind: "Function.lambda" can never match: a kind has a name with neither "/" nor "."; the group goes into "group"',
      'shop  rules.1.id: another rule has the id "a"',
      'shop  rules.1.match.change: git-only does not happen in capture',
      'shop  rules.1.match.path: "/spec/" can never match',
    ].join('\n  '),
  )
})

it('refuses a rule that merges itself where nothing could be merged', () => {
  const problemOf = (rule: Omit<PolicyDefinition['rules'][number], 'id'>) => {
    try {
      definePolicy({ name: 'shop', rules: [{ id: 'a', autoMerge: true, ...rule }] })
      return undefined
    } catch (error) {
      return String(error)
    }
  }
  expect(problemOf({ match: { flow: 'publish' }, decide: 'merge' })).toContain(
    'shop  rules.0.autoMerge: only a sync has a pull request',
  )
  for (const decide of ['hold', 'leave', 'block', { take: 'git' }] as const)
    expect(problemOf({ decide })).toContain('there is nothing to merge where a sync does not take confighub')
  expect(problemOf({ match: { change: 'conflict' }, decide: { take: 'confighub' } })).toContain(
    'a conflict never merges itself',
  )
  expect(problemOf({ match: { flow: 'sync' }, decide: { take: 'confighub' } })).toBeUndefined()
  expect(problemOf({ decide: 'merge' })).toBeUndefined()
})
