import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { editConfigHub, startTestProject, type TestProject, unitText } from '../start-test-project.ts'

const cases = `policy: shop.yaml
cases:
  # Operators size functions.
  - name: a bump survives
    flow: publish
    resource: { apiVersion: v1, kind: ConfigMap, metadata: { name: c } }
    base: { data: { size: "1" } }
    git: { data: { size: "2" } }
    confighub: { data: { size: "3" } }
    expect: { verdict: leave, decisions: { /data/size: { take: confighub, rule: size } } }
`
const shop = `extends: [merge]
rules:
  - { id: size, match: { path: /data/size }, decide: { take: confighub } }
  - { id: other, match: { unit: other }, decide: hold }
`

let project: TestProject
beforeEach(() => {
  project = startTestProject()
  write('shop.yaml', shop)
  write('shop.cases.yaml', cases)
})
afterEach(() => project.remove())

function write(name: string, text: string): void {
  writeFileSync(join(project.directory, name), text)
}

describe('tideway policy test', () => {
  it('runs the cases of a folder, and names the rules that none exercised', async () => {
    const { code, stdout } = await project.run(['policy', 'test', '.'])
    expect(stdout).toBe(
      'policy test: 1 case holds\nshop.cases.yaml\n  ok    a bump survives\n  no case exercised the rule other\n',
    )
    expect(code).toBe(0)
  })

  it('shows what does not hold, and exits with 1', async () => {
    write('shop.cases.yaml', cases.replace('take: confighub', 'take: git'))
    const { code, stdout } = await project.run(['policy', 'test', 'shop.cases.yaml', '--fail-only'])
    expect(code).toBe(1)
    expect(stdout).toContain('FAIL  a bump survives')
    expect(stdout).toContain('/data/size: expected take git by size')
    expect(stdout).toContain('got      take confighub (leave) by size; it beat publish-conflict')
  })

  it('updates what is expected, and keeps comments', async () => {
    write('shop.cases.yaml', cases.replace('verdict: leave', 'verdict: write'))
    expect((await project.run(['policy', 'test', '.', '--update'])).code).toBe(0)
    expect(readFileSync(join(project.directory, 'shop.cases.yaml'), 'utf8')).toContain('# Operators size')
    expect((await project.run(['policy', 'test', '.'])).code).toBe(0)
  })

  it('updates results, of cases of several units and beside a case.yaml, and says what a result cannot say', async () => {
    const wrong = `policy: merge
cases:
  - name: a field
    flow: publish
    base: { data: { size: "1" } }
    git: { data: { size: "2" } }
    confighub: { data: { size: "1" } }
    expect: { verdict: write, result: { data: { size: "9" } } } # by hand
  - name: a move
    flow: publish
    units:
      one:
        base: [{ metadata: { name: a } }, { metadata: { name: b } }]
        git: { metadata: { name: a } }
        confighub: [{ metadata: { name: a } }, { metadata: { name: b } }]
        expect: { verdict: leave, result: {} }
      two: { git: { metadata: { name: b } }, expect: { verdict: leave } }
    expect: { verdict: leave, order: [] }
`
    write('many.cases.yaml', wrong)
    mkdirSync(join(project.directory, 'folder'))
    write('folder/case.yaml', 'policy: merge\nname: new\nflow: publish\nexpect: { verdict: write }\n')
    write('folder/git.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n')
    write('folder/result.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: other }\n')
    expect((await project.run(['policy', 'test', '.'])).stdout).toContain('3 of 4 cases do not hold')
    expect((await project.run(['policy', 'test', '.', '--update'])).code).toBe(0)
    const updated = readFileSync(join(project.directory, 'many.cases.yaml'), 'utf8')
    expect(updated).toContain('result: { data: { size: "2" } } } # by hand')
    expect(updated).toContain('expect: { verdict: write, order: [ two, one ] }')
    expect((await project.run(['policy', 'test', '.'])).stdout).toContain('4 cases hold')

    const impossible = wrong
      .replace(
        'confighub: { data: { size: "1" } }',
        'confighub: { data: { size: "1" } }\n    resource: { data: { size: "1", more: x } }',
      )
      .replace('git: { data: { size: "2" } }', 'git: git.yaml')
    write('git.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: resource }\ndata: { size: "2" }\n')
    write(
      'many.cases.yaml',
      impossible.replace(
        'resource: {',
        'resource: { apiVersion: v1, kind: ConfigMap, metadata: { name: resource },',
      ),
    )
    const { code, stdout } = await project.run(['policy', 'test', 'many.cases.yaml', '--update'])
    expect([code, stdout]).toEqual([
      1,
      expect.stringContaining('a field: the result of unit does not have all'),
    ])
  })

  it('runs only the cases that are named', async () => {
    expect((await project.run(['policy', 'test', '.', '--run', 'bump'])).code).toBe(0)
    expect((await project.run(['policy', 'test', '.', '--run', 'nothing'])).code).toBe(64)
  })
})

describe('tideway policy check', () => {
  it('finds a hidden rule', async () => {
    expect((await project.run(['policy', 'check', 'shop.yaml'])).code).toBe(0)
    write('shop.yaml', `${shop}  - { id: all, decide: block }\n`)
    const { code, stdout } = await project.run(['policy', 'check', 'shop.yaml'])
    expect(code).toBe(1)
    expect(stdout).toContain('size is hidden: all matches all that it matches, and comes later')
  })
})

describe('tideway policy explain', () => {
  it('says what is decided, by which rule, and which it beat', async () => {
    await project.run(['publish'])
    editConfigHub(project, 'prod', unitText(512))
    const { code, stdout } = await project.run(['policy', 'explain', '--env', 'prod', '--unit', 'lambda'])
    expect(code).toBe(0)
    expect(stdout).toContain(
      'confighub keeps 512; git has 128 (confighub-only). Rule publish-confighub, only ConfigHub changed this field; it beat publish-conflict.',
    )
    expect(stdout).toContain('git takes 512 from confighub, in place of 128 (confighub-only).')
    const elsewhere = ['policy', 'explain', '--env', 'prod', '--unit', 'lambda', '--path', '/spec/other']
    expect((await project.run(elsewhere)).stdout).toContain('nothing differs in lambda')
  })

  it('tells a unit in which nothing differs from one that is on neither side', async () => {
    await project.run(['publish'])
    const words = ['policy', 'explain', '--env', 'prod', '--unit']
    expect(await project.run([...words, 'lambda'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('nothing differs in lambda'),
    })
    expect(await project.run([...words, 'lamda'])).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/neither .+ nor .+ has a unit lamda; did you mean lambda\?/),
    })
  })
})

describe('tideway policy case', () => {
  it('writes a case from a real run that holds under the same policy', async () => {
    await project.run(['publish'])
    editConfigHub(project, 'prod', unitText(512))
    await project.run(['compare', '--env', 'prod', '-o', 'json', '--out', 'report.json'])
    const words = ['policy', 'case', '--from-report', 'report.json', '--unit', 'lambda', '--policy', 'merge']
    const written = await project.run([...words, '--out', 'real.cases.yaml'])
    expect([written.code, written.stderr]).toEqual([0, ''])
    const { code, stdout } = await project.run(['policy', 'test', 'real.cases.yaml'])
    expect(stdout).toContain('ok    lambda: Function api as publish saw it in prod')
    expect(code).toBe(0)
    expect((await project.run([...words.slice(0, -3), 'gone'])).stderr).toContain('use one of: lambda')
  })
})

describe('tideway policy case of a sync', () => {
  it('is for the policy of the environment, and expects of what may merge without a person that it may', async () => {
    write(
      'prod.yaml',
      'extends: [merge]\nrules: [{ id: any, autoMerge: true, match: { flow: sync }, decide: { take: confighub } }]\n',
    )
    await project.run(['publish'])
    editConfigHub(project, 'prod', unitText(512))
    const config = join(project.directory, 'tideway.yaml')
    writeFileSync(config, readFileSync(config, 'utf8').replace('policy: merge', 'policy: prod.yaml'))
    await project.run(['sync', '--env', 'prod', '--dry-run', '-o', 'json', '--out', 'sync.json'])
    const words = ['policy', 'case', '--from-report', 'sync.json', '--unit', 'lambda']
    mkdirSync(join(project.directory, 'cases'))
    expect(await project.run([...words, '--out', 'cases/sync.cases.yaml'])).toEqual({
      code: 0,
      stdout: 'policy case: 1 case of lambda, for ../prod.yaml\n',
      stderr: '',
    })
    const text = readFileSync(join(project.directory, 'cases/sync.cases.yaml'), 'utf8')
    expect(text).toMatch(/^policy: \.\.\/prod\.yaml\n/)
    expect(text).toContain('autoMerge: true')
    expect((await project.run(['policy', 'test', 'cases'])).code).toBe(0)
    const shown = await project.run(words)
    expect(shown.stdout).toMatch(/^policy: prod\.yaml\ncases:\n/)
    expect(shown.stderr).toBe('policy case: 1 case of lambda, for prod.yaml\n')
  })
})

describe('tideway policy case --from-plan', () => {
  it('writes a case from a plan, which holds under the same policy', async () => {
    await project.run(['publish'])
    editConfigHub(project, 'prod', unitText(512))
    project.git.commit({ 'prod/lambda.yaml': unitText(128, 9) }, 'Wait longer')
    await project.run(['publish', '--env', 'prod', '--dry-run', '-o', 'json', '--out', 'plan.json'])
    const words = ['policy', 'case', '--from-plan', 'plan.json', '--unit', 'lambda', '--policy', 'merge']
    expect((await project.run([...words, '--out', 'plan.cases.yaml'])).code).toBe(0)
    const { code, stdout } = await project.run(['policy', 'test', 'plan.cases.yaml'])
    expect([code, stdout]).toEqual([0, expect.stringContaining('ok    lambda: Function api')])
  })
})

describe('a freeze', () => {
  it('holds a publish, and says why', async () => {
    project.remove()
    project = startTestProject(
      "mode: write\n  freeze: [{ from: '2026-01-01T00:00:00Z', until: '2026-02-01T00:00:00Z', reason: audit }]",
    )
    const { code, stdout } = await project.run(['publish', '--env', 'prod'])
    expect(code).toBe(3)
    expect(stdout).toContain('frozen until 2026-02-01T00:00:00Z: audit')
    expect(project.confighub('prod').state()).toEqual({})
    const json = (await project.run(['publish', '--env', 'prod', '-o', 'json'])).stdout
    expect(json).toContain('frozen until 2026-02-01T00:00:00Z: audit')
  })
})
