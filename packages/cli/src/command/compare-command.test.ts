import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { editConfigHub, startTestProject, type TestProject, unitText } from './start-test-project.ts'

let project: TestProject
beforeEach(() => {
  project = startTestProject()
})
afterEach(() => project.remove())

describe('tideway compare', () => {
  it('says what publish and sync would say, and changes nothing', async () => {
    await project.run(['publish'])
    const before = project.archive('prod').messages()
    editConfigHub(project, 'prod', unitText(512))
    const { code, stdout } = await project.run(['compare', '--env', 'prod'])
    expect(code).toBe(0)
    expect(stdout).toMatch(
      /^publish prod \(dry run\): nothing to write; 1 unit: sync due\n[\s\S]*\nsync prod \(dry run\): 1 unit would be proposed/,
    )
    expect(project.archive('prod').messages()).toEqual(before)
    expect((await project.run(['compare', '--env', 'prod', '--detailed-exitcode'])).code).toBe(2)
    expect((await project.run(['compare', '--env', 'prod', '--fail-on-sync-due'])).code).toBe(3)
  })

  it('compares files without any store, not even a tideway.yaml', async () => {
    const place = (name: string) => join(project.directory, name)
    writeFileSync(place('base.yaml'), unitText(128))
    writeFileSync(place('left.yaml'), unitText(128, 5))
    writeFileSync(place('right.yaml'), unitText(512))
    writeFileSync(place('tideway.yaml'), 'not read')
    const words = ['compare', '--base', 'base.yaml', '--left', 'left.yaml', '--right', 'right.yaml']
    const blocked = await project.run(words)
    expect([blocked.code, blocked.stdout.split('\n')[0]]).toEqual([
      3,
      'publish files (dry run): 2 fields differ: block',
    ])
    const merged = await project.run([...words, '--policy', 'merge'])
    expect(merged.code).toBe(0)
    expect(merged.stdout).toContain('/spec/forProvider/timeout  3 -> 5')
    const unknown = await project.run([
      'compare',
      '--left',
      'left.yaml',
      '--right',
      'base.yaml',
      '--policy',
      'merge',
    ])
    expect(unknown.code).toBe(3)
    expect(unknown.stdout).toContain('no base was given')
    const equal = await project.run(['compare', '--left', 'base.yaml', '--right', 'base.yaml'])
    expect([equal.code, equal.stdout.split('\n')[0]]).toEqual([0, 'publish files (dry run): no difference'])
  })

  it('says which files it needs', async () => {
    expect((await project.run(['compare', '--left', 'a.yaml'])).stderr).toContain('needs --left and --right')
    expect((await project.run(['compare', '--left', 'a', '--right', 'b'])).stderr).toContain(
      'there is no file',
    )
  })
})
