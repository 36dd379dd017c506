import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startTestProject, type TestProject } from './start-test-project.ts'

let project: TestProject
beforeEach(() => {
  project = startTestProject()
})
afterEach(() => project.remove())

function withMode(mode: string): void {
  project.remove()
  project = startTestProject(`mode: ${mode}`)
}

describe('modes', () => {
  it.each([
    ['observe', 'publish', 1],
    ['observe', 'sync', 1],
    ['observe', 'adopt', 1],
    ['propose', 'publish', 1],
    ['propose', 'capture', 1],
    ['propose', 'sync', 0],
    ['propose', 'adopt', 0],
  ])('%s: %s exits with %i', async (mode, command, expected) => {
    withMode(mode)
    const { code, stderr } = await project.run([command, '--env', 'dev'])
    expect(code).toBe(expected)
    if (expected === 1) {
      expect(stderr).toMatch(
        `TIDEWAY_READ_ONLY  environment dev may only be read: its mode is ${mode}; pass --dry-run`,
      )
      expect(project.connections.opened).toBe(0)
    }
  })

  it('looks where it may not write', async () => {
    withMode('observe')
    expect((await project.run(['publish', '--dry-run'])).code).toBe(0)
    expect((await project.run(['compare'])).code).toBe(0)
  })

  it('changes nothing while TIDEWAY_READ_ONLY is set', async () => {
    const { code, stderr } = await project.run(['publish'], { variables: { TIDEWAY_READ_ONLY: '1' } })
    expect(code).toBe(1)
    expect(stderr).toContain('TIDEWAY_READ_ONLY is set; pass --dry-run, or unset TIDEWAY_READ_ONLY')
    expect(project.archive('dev').texts()).toBeUndefined()
  })

  it('leaves out, by name, what may not be written where nobody named an environment', async () => {
    const file = join(project.directory, 'tideway.yaml')
    writeFileSync(file, readFileSync(file, 'utf8').replace('policy: merge', 'policy: merge, mode: observe'))
    expect(await project.run(['publish'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(
        '\npublish prod: left out, its mode is observe; --dry-run looks at it too\n',
      ),
      stderr: '',
    })
    expect((await project.run(['publish', '--env', 'prod'])).code).toBe(1)
  })
})
