import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startTestProject, type TestProject } from './start-test-project.ts'

let project: TestProject
beforeEach(() => {
  project = startTestProject()
})
afterEach(() => {
  expect(project.connections.opened).toBe(0)
  project.remove()
})

const change = (from: string, to: string) => {
  const file = join(project.directory, 'tideway.yaml')
  writeFileSync(file, readFileSync(file, 'utf8').replace(from, to))
}

describe('tideway config', () => {
  it('checks every environment without asking a store', async () => {
    expect(await project.run(['config', 'check'])).toEqual({
      code: 0,
      stdout: 'config dev: nothing to say\n\nconfig prod: nothing to say\n',
      stderr: '',
    })
  })

  it('finds a rule that no change can reach', async () => {
    writeFileSync(
      join(project.directory, 'team.yaml'),
      'rules:\n  - { id: memory, match: { path: /spec/forProvider/memorySize }, decide: block }\n  - { id: all, decide: hold }\n',
    )
    change('policy: merge', 'policy: team.yaml')
    const { code, stdout } = await project.run(['config', 'check', '--env', 'prod'])
    expect(code).toBe(1)
    expect(stdout).toMatch(/^config prod: 1 finding in policy team.yaml\n {2}memory is hidden/)
  })

  it('hints at an auto-merge of which only one of policy and tideway.yaml speaks, and exits with 0', async () => {
    writeFileSync(
      join(project.directory, 'team.yaml'),
      'extends: [merge]\nrules: [{ id: sizes, autoMerge: true, match: { flow: sync, path: /spec/size }, decide: { take: confighub } }]\n',
    )
    change('policy: merge', 'policy: team.yaml')
    expect(await project.run(['config', 'check'])).toEqual({
      code: 0,
      stdout: [
        'config dev: nothing to say\n',
        'config prod: 1 hint',
        '  hint: policy team.yaml lets pull requests merge themselves (autoMerge: sizes), and github.autoMerge does not say how: people merge them\n',
      ].join('\n'),
      stderr: '',
    })
    change('version: 1', 'version: 1\ngithub: { repository: acme/app, autoMerge: squash }')
    expect((await project.run(['config', 'check'])).stdout).toBe(
      [
        'config dev: 1 hint',
        '  hint: github.autoMerge is squash, and no rule of policy documented has autoMerge: people merge the pull requests of this environment\n',
        'config prod: nothing to say\n',
      ].join('\n'),
    )
  })

  it('tells of two environments with one space, and why that is wrong', async () => {
    change('space: app-prod', 'space: app-dev')
    const { code, stderr } = await project.run(['config', 'check'])
    expect(code).toBe(1)
    expect(stderr).toContain(
      'is the space of dev too: each would take the other’s units for its own; give it a space of its own',
    )
  })

  it('prints every default, as YAML and as JSON', async () => {
    const { stdout } = await project.run(['config', 'print', '--env', 'prod'])
    expect(stdout).toContain('prod:\n  space: app-prod\n')
    expect(stdout).toContain('  limits:\n    updates: 20\n    deletes: 0\n')
    expect(JSON.parse((await project.run(['config', 'print', '-o', 'json'])).stdout)).toMatchObject([
      { environment: 'dev', space: 'app-dev', policy: 'documented', mode: 'write', secrets: 'refuse' },
      { environment: 'prod', policy: 'merge' },
    ])
  })
})
