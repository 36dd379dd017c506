import { fileURLToPath } from 'node:url'
import { describe, expect, it, test } from 'vitest'
import { runPolicyCase } from './policy-case-result.ts'
import { findUntestedRules, runPolicyCases } from './policy-case-run.ts'
import { readPolicyCaseFolder, readPolicyCases } from './policy-cases.ts'
import { loadPolicyCases } from './policy-loader.ts'

const presetCases = fileURLToPath(new URL('../../policies', import.meta.url))

runPolicyCases(presetCases, { test })

const bulk = `
policy: shop.yaml
cases:
  - name: a bulk bump survives
    flow: publish
    context: { env: prod, unit: lambda, confighub: { by: sre@acme.example, tag: bulk } }
    resource: { apiVersion: lambda.aws.upbound.io/v1beta2, kind: Function, metadata: { name: api-handler } }
    base: { spec: { forProvider: { memorySize: 128, timeout: 10 } } }
    git: { spec: { forProvider: { memorySize: 192, timeout: 15 } } }
    confighub: { spec: { forProvider: { memorySize: 512, timeout: 10 } } }
    expect:
      verdict: write
      decisions:
        /spec/forProvider/memorySize: { take: confighub, rule: capacity }
        /spec/forProvider/timeout: { take: git }
      result: { spec: { forProvider: { memorySize: 512, timeout: 15 } } }
`
const shop = `
extends: [merge]
rules:
  - { id: capacity, reason: SRE sizes, match: { path: /spec/forProvider/memorySize, tag: bulk }, decide: { take: confighub } }
  - { id: never-used, match: { unit: other }, decide: hold }
`
const files: Readonly<Record<string, string>> = { 'shop.yaml': shop }
const read = (text: string) =>
  readPolicyCases({ name: 'shop.cases.yaml', text }, (name) => {
    const found = files[name]
    return found === undefined ? undefined : { name, text: found }
  })
const run = (text: string) => {
  const { policy, cases, readSide } = read(text)
  return cases.map((item) => runPolicyCase(policy, item, readSide))
}

describe('runPolicyCase', () => {
  it('holds the case of the bulk bump, by its rule, tag and result', () => {
    expect(run(bulk).map((result) => result.differences)).toEqual([[]])
  })

  it('tells what was expected and what was decided, with the rules that were beaten', () => {
    const wrong = bulk
      .replace('take: confighub, rule: capacity', 'take: git')
      .replace('verdict: write', 'verdict: block')
    expect(run(wrong)[0]?.differences).toEqual([
      'verdict: expected block, got write: /spec/forProvider/timeout by publish-git',
      '/spec/forProvider/memorySize: expected take git',
      '/spec/forProvider/memorySize: got      take confighub (leave) by capacity (SRE sizes); it beat publish-conflict',
    ])
  })

  it('matches an author by id', () => {
    const byId = { 'shop.yaml': shop.replace('tag: bulk', 'authorId: "u-7*"') }
    const decided = (id: string) => {
      const text = bulk.replace('by: sre@acme.example', `id: ${id}`)
      const { policy, cases, readSide } = readPolicyCases({ name: 'c.yaml', text }, (name) =>
        name === 'shop.yaml' ? { name, text: byId[name] } : undefined,
      )
      return cases.map((item) => runPolicyCase(policy, item, readSide).verdict)
    }
    expect([decided('u-77'), decided('u-8')]).toEqual([['write'], ['block']])
  })

  it('holds what a freeze forbids, and only while it lasts', () => {
    const frozen = (now: string) =>
      bulk.replace(
        'env: prod,',
        `env: prod, now: "${now}", freeze: [{ from: 2026-12-20T00:00:00Z, until: 2027-01-02T00:00:00+01:00, reason: holidays }],`,
      )
    expect(run(frozen('2026-12-19T23:59:59Z')).map(({ verdict }) => verdict)).toEqual(['write'])
    expect(run(frozen('2026-12-20T00:00:00Z')).map(({ verdict }) => verdict)).toEqual(['hold'])
    expect(run(frozen('2027-01-01T22:59:59Z')).map(({ verdict }) => verdict)).toEqual(['hold'])
    expect(run(frozen('2027-01-01T23:00:00Z')).map(({ verdict }) => verdict)).toEqual(['write'])
  })

  it('knows the rules that no case exercised', () => {
    const { policy } = read(bulk)
    expect(findUntestedRules(policy, run(bulk))).toEqual(['never-used'])
  })

  it('throws in the runner where a case does not hold', () => {
    const bodies: (() => void)[] = []
    runPolicyCases(read(bulk.replace('verdict: write', 'verdict: hold')), {
      test: (_, body) => bodies.push(body),
    })
    expect(bodies).toHaveLength(1)
    expect(() => bodies.forEach((body) => void body())).toThrow('verdict: expected hold, got write')
  })
})

describe('a case of what may merge without a person', () => {
  const policy = `extends: [merge]
rules:
  - { id: sizes, autoMerge: true, match: { flow: sync, path: /data/size }, decide: { take: confighub } }
`
  const text = `policy: sizes.yaml
cases:
  - name: a size merges itself, a level does not
    flow: sync
    resource: { apiVersion: v1, kind: ConfigMap, metadata: { name: web } }
    base: { data: { size: "1", level: info } }
    git: { data: { size: "1", level: info } }
    confighub: { data: { size: "2", level: debug } }
    expect:
      verdict: write
      decisions:
        /data/size: { take: confighub, autoMerge: true }
        /data/level: { autoMerge: false }
`
  const open = (written: string) =>
    readPolicyCases({ name: 'c.yaml', text: written }, (name) =>
      name === 'sizes.yaml' ? { name, text: policy } : undefined,
    )
  const run = (written: string) => {
    const { policy: opened, cases, readSide } = open(written)
    return cases.map((item) => runPolicyCase(opened, item, readSide))
  }

  it('holds where the rules say so, and tells where they say otherwise', () => {
    expect(run(text).map(({ differences }) => differences)).toEqual([[]])
    const turned = text.replace(/autoMerge: (true|false)/g, (_, word) => `autoMerge: ${word === 'false'}`)
    expect(run(turned)[0]?.differences).toEqual([
      '/data/size: expected take confighub with autoMerge: false',
      '/data/size: got      take confighub by sizes with autoMerge: true; it beat sync-confighub, sync-git',
      '/data/level: expected with autoMerge: true',
      '/data/level: got      take confighub by sync-confighub with autoMerge: false (ConfigHub has a change that Git lacks); it beat sync-git',
    ])
  })

  it('never holds for a conflict, and writes down what is decided where that is expected', () => {
    const both = text.replace('git: { data: { size: "1"', 'git: { data: { size: "3"')
    expect(run(both)[0]?.differences).toEqual([
      '/data/size: expected take confighub with autoMerge: true',
      '/data/size: got      take confighub by sizes with autoMerge: false; it beat sync-confighub, sync-git',
    ])
    expect(run(both)[0]?.units[0]?.decided).toEqual({
      '/data/size': { take: 'confighub', rule: 'sizes', autoMerge: false },
      '/data/level': { take: 'confighub', rule: 'sync-confighub', autoMerge: false },
    })
  })

  it('is refused of a flow without pull requests', () => {
    expect(() => open(text.replace('flow: sync', 'flow: publish'))).toThrow(
      /decisions.\/data\/size.autoMerge: only a sync has a pull request/,
    )
  })
})

const moving = `
policy: hold.yaml
cases:
  - name: a move whose other half is held
    flow: publish
    units:
      one: { base: [{ metadata: { name: a } }, { metadata: { name: b } }], git: { metadata: { name: a } }, confighub: [{ metadata: { name: a } }, { metadata: { name: b } }], expect: { verdict: hold } }
      two: { base: { metadata: { name: c } }, git: [{ metadata: { name: b } }, { metadata: { name: c } }], confighub: { metadata: { name: c } }, expect: { verdict: VERDICT } }
    expect: { verdict: VERDICT, order: [] }
`

describe('a case of several units', () => {
  const read = (text: string, decide: string) => {
    const rule = `extends: [merge]\nrules: [{ id: wait, match: { unit: two }, decide: ${decide} }]\n`
    return readPolicyCases({ name: 'c.yaml', text }, (name) =>
      name === 'hold.yaml' ? { name, text: rule } : undefined,
    )
  }
  const run = (text: string, decide: string) => {
    const { policy, cases, readSide } = read(text, decide)
    return cases.flatMap((item) => runPolicyCase(policy, item, readSide).differences)
  }

  it('carries out no half of a move whose other half a rule holds or leaves', () => {
    expect(run(moving.replaceAll('VERDICT', 'hold'), 'hold')).toEqual([])
    expect(run(moving.replace('VERDICT', 'leave').replace('VERDICT', 'hold'), 'leave')).toEqual([])
  })

  it('tells what became of which unit, and in which order they are written', () => {
    const free = moving.replaceAll('VERDICT', 'write').replace('order: []', 'order: [one, two]')
    expect(run(free, '{ take: git }')).toEqual([
      'order: expected one, two, got two, one',
      'one: verdict: expected hold, got write: ConfigMap//b# by publish-git',
    ])
    expect(run(moving.replaceAll('VERDICT', 'write'), 'hold')).toEqual([
      'verdict of the run: expected write, got hold',
      'two: verdict: expected write, got hold: ConfigMap//b# by wait',
    ])
  })

  it('names what does not go together, with its place', () => {
    const wrong = moving
      .replaceAll('VERDICT', 'hold')
      .replace('flow: publish', 'flow: publish\n    git: {}\n    context: { unit: one }')
      .replace('order: []', 'order: [to], result: {}')
      .replace('git: { metadata: { name: a } }', 'live: {}')
    expect(() => read(wrong, 'hold')).toThrow(
      /5 problems\n.*cases.0.git: belongs to a unit, below "units"\n.*cases.0.context.unit: the units have their names in "units"\n.*cases.0.units.one.live: publish has no side live, only git and confighub\n.*cases.0.expect.order.0: the case has no unit "to"; did you mean "two"\?\n.*cases.0.expect.result: belongs/,
    )
    expect(() =>
      read(
        bulk.replace('shop', 'hold').replace('verdict: write', 'verdict: write\n      order: [a]'),
        'hold',
      ),
    ).toThrow('cases.0.expect.order: needs "units": one unit has no order')
  })
})

describe('readPolicyCases', () => {
  it('names every problem at once, with its place', () => {
    const text = bulk
      .replace('    git:', '    git: gone.yaml\n    live:')
      .replace('verdict: write', 'verdit: write')
      .replace('rule: capacity', 'rule: capasity')
      .replace('{ take: git }', '{ take: live }')
      .replace(
        'env: prod,',
        'env: prod, freeze: [{ from: 2026-02-01T00:00:00Z, until: 2026-01-01T00:00:00Z, reason: r }],',
      )
    expect(() => read(text)).toThrow(
      [
        '8 problems',
        '  shop.cases.yaml:6:35  cases.0.context.freeze: needs "now" beside it',
        '  shop.cases.yaml:6:73  cases.0.context.freeze.0.until: must be after "from"',
        '  shop.cases.yaml:9:10  cases.0.git: there is no file "gone.yaml"',
        '  shop.cases.yaml:10:11  cases.0.live: publish has no side live, only git and confighub',
        '  shop.cases.yaml:12:5  cases.0.expect.verdict: is missing',
        '  shop.cases.yaml:13:7  cases.0.expect.verdit: unknown key "verdit"; did you mean "verdict"?',
        '  shop.cases.yaml:15:64  cases.0.expect.decisions./spec/forProvider/memorySize.rule: the policy has no rule "capasity"; did you mean "capacity"?',
        '  shop.cases.yaml:16:44  cases.0.expect.decisions./spec/forProvider/timeout.take: publish has no side live, only git and confighub',
      ].join('\n'),
    )
    expect(() => read(bulk.replace('policy: shop.yaml', 'policy: gone.yaml'))).toThrow(
      /shop.cases.yaml:2:9 {2}policy: there is no preset, file or package "gone.yaml"/,
    )
    expect(() => read(bulk.replace('/spec/forProvider/timeout', 'spec/timeout'))).toThrow(
      'expected a JSON Pointer',
    )
  })
})

describe('readPolicyCaseFolder', () => {
  const folder = {
    'case.yaml': `policy: merge
name: a new unit is created
flow: publish
expect: { verdict: write, decisions: { "": { take: git, rule: publish-git } } }
`,
    'git.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { x: "1" }\n',
    'result.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { x: "1" }\n',
  }
  const open = (more: Readonly<Record<string, string>> = {}) => {
    const all: Readonly<Record<string, string>> = { ...folder, ...more }
    return readPolicyCaseFolder({ name: 'case.yaml', text: all['case.yaml'] ?? '' }, (name) => {
      const text = all[name]
      return text === undefined ? undefined : { name, text }
    })
  }

  it('takes the sides from the files beside it; one without a file is absent there', () => {
    const { policy, cases, readSide } = open()
    expect(cases.map((item) => runPolicyCase(policy, item, readSide).differences)).toEqual([[]])
    const other = open({ 'result.yaml': folder['result.yaml'].replace('"1"', '"2"') })
    expect(other.cases.map((item) => runPolicyCase(other.policy, item, other.readSide).differences)).toEqual([
      [expect.stringContaining('result: expected'), expect.stringContaining('result: got')],
    ])
  })

  it('names what is there twice, and a side that the flow does not have', () => {
    const text = `${folder['case.yaml']}git: { data: {} }\n`
    expect(() => open({ 'case.yaml': text, 'live.yaml': '' })).toThrow(
      /case.yaml:5:6 {2}git: is in git.yaml, too/,
    )
    expect(() => open({ 'live.yaml': '' })).toThrow('live: publish has no side live')
  })
})

describe('loadPolicyCases', () => {
  it('refuses a place without cases', () => {
    expect(() => loadPolicyCases('nowhere', presetCases)).toThrow('TIDEWAY_CONFIG_MISSING')
  })
})
