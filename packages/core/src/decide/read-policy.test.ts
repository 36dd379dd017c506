import { describe, expect, it } from 'vitest'
import { TidewayError } from '../errors/tideway-error.ts'
import { findNearestWord } from '../model/find-nearest-word.ts'
import { findPreset, mergePolicy } from './presets.ts'
import { type LoadedPolicy, readPolicy } from './read-policy.ts'

const read = (text: string, files: Readonly<Record<string, string>> = {}) =>
  readPolicy(text, {
    name: 'policy.yaml',
    load: (reference): LoadedPolicy | undefined => {
      const found = files[reference]
      return found === undefined ? undefined : { name: reference, text: found }
    },
  })

function refusal(act: () => unknown): string {
  try {
    act()
  } catch (error) {
    if (TidewayError.isInstance(error)) return error.message
    throw error
  }
  throw new Error('nothing was refused')
}

describe('readPolicy', () => {
  it('puts the rules of what it extends first, in order, and its own last', () => {
    const files = { 'team.yaml': 'rules: [{ id: team, decide: leave }]' }
    // A preset comes first wherever it is named.
    const policy = read('extends: [team.yaml, merge]\nrules: [{ id: own, decide: { take: git } }]', files)
    expect(policy.name).toBe('policy.yaml')
    expect(policy.rules.slice(0, mergePolicy.rules.length)).toEqual(mergePolicy.rules)
    expect(policy.rules.slice(mergePolicy.rules.length).map((rule) => rule.id)).toEqual(['team', 'own'])
  })

  it('resolves words, lists and decisions', () => {
    const [rule] = read(
      [
        'rules:',
        '  - id: scaling',
        '    reason: operators scale by hand',
        '    enforced: true',
        '    match: { flow: publish, unit: [web, "api-*"], path: /spec/replicas, author: person }',
        '    decide: hold',
      ].join('\n'),
    ).rules
    expect(rule).toEqual({
      id: 'scaling',
      reason: 'operators scale by hand',
      enforced: true,
      match: { flow: ['publish'], unit: ['web', 'api-*'], path: ['/spec/replicas'], author: ['person'] },
      decision: { kind: 'hold' },
    })
  })

  it('has no rules in an empty one, so that everything blocks', () => {
    expect(read('{}').rules).toEqual([])
  })

  it('names every problem with line, column and the nearest valid word', () => {
    const text = [
      'extend: [merge]',
      'rules:',
      '  - id: a',
      '    match: { flow: pubish, paths: /spec }',
      '    decide: { take: gti }',
      '  - reason: no id',
      '    decide: allow',
      '  - id: a',
      '    match: { path: spec/replicas, unit: a/b }',
      '    decide: leave',
    ].join('\n')
    expect(refusal(() => read(text))).toBe(
      [
        'TIDEWAY_CONFIG_INVALID  9 problems',
        '  policy.yaml:1:1  extend: unknown key "extend"; did you mean "extends"?',
        '  policy.yaml:4:20  rules.0.match.flow: expected publish, sync, capture; did you mean "publish"?',
        '  policy.yaml:4:28  rules.0.match.paths: unknown key "paths"; did you mean "path"?',
        '  policy.yaml:5:21  rules.0.decide.take: expected git, confighub, live; did you mean "git"?',
        '  policy.yaml:6:5  rules.1.id: is missing',
        '  policy.yaml:7:13  rules.1.decide: expected merge, leave, hold, block',
        '  policy.yaml:8:9  rules.2.id: another rule has the id "a"',
        '  policy.yaml:9:20  rules.2.match.path: a field path is a JSON Pointer and starts with "/"',
        '  policy.yaml:9:41  rules.2.match.unit: "a/b" can never match: a unit’s name is not empty and has no "/"; correct these lines',
      ].join('\n'),
    )
  })

  it('refuses duplicate keys, and text that is no YAML, with their places', () => {
    expect(refusal(() => read('rules: []\nrules: []'))).toBe(
      'TIDEWAY_CONFIG_INVALID  policy.yaml:2:1  the key "rules" is there twice; correct that line',
    )
    expect(refusal(() => read('rules: [*nowhere]'))).toContain('policy.yaml:1:9  an alias leads nowhere')
    expect(refusal(() => read('rules: ['))).toContain('policy.yaml:1:9')
    expect(refusal(() => read(''))).toContain('policy.yaml:1:1  expected object, not nothing')
  })

  it('refuses an id that two rules of a file have', () => {
    const text = 'rules:\n  - { id: a, decide: leave }\n  - { id: a, decide: hold }'
    expect(refusal(() => read(text))).toContain('policy.yaml:3:11  rules.1.id: another rule has the id "a"')
  })

  it('refuses what it cannot extend, and policies that extend each other', () => {
    expect(refusal(() => read('extends: [documentd, away.yaml]'))).toContain(
      'policy.yaml:1:11  extends.0: no preset, file or package of this name; did you mean "documented"?',
    )
    const files = { 'a.yaml': 'extends: [b.yaml]', 'b.yaml': 'extends: [merge, a.yaml]' }
    expect(refusal(() => read('extends: [a.yaml]', files))).toContain(
      'b.yaml:1:18  extends.1: policies extend each other: policy.yaml -> a.yaml -> b.yaml -> a.yaml',
    )
  })

  it('lets two files extend the same one', () => {
    const files = { 'a.yaml': 'extends: [c.yaml]', 'b.yaml': 'extends: [c.yaml]', 'c.yaml': 'rules: []' }
    expect(read('extends: [a.yaml, b.yaml]', files).rules).toEqual([])
  })
})

describe('findPreset', () => {
  it('knows the presets by name only', () => {
    expect(findPreset('merge')).toBe(mergePolicy)
    expect(findPreset('toString')).toBeUndefined()
  })
})

describe('findNearestWord', () => {
  it.each([
    ['pubish', 'publish'],
    ['sink', 'sync'],
    ['x', undefined],
    ['something', undefined],
  ])('%s: %s', (word, expected) => {
    expect(findNearestWord(word, ['publish', 'sync', 'capture'])).toBe(expected)
  })
})
