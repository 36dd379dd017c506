import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { editConfigHub, startTestProject, type TestProject, unitText } from './start-test-project.ts'

let project: TestProject
beforeEach(() => {
  project = startTestProject()
})
afterEach(() => project.remove())

describe('tideway sync', () => {
  it('opens one pull request, and a second run keeps it', async () => {
    await project.run(['publish'])
    editConfigHub(project, 'dev', unitText(512))
    const opened = await project.run(['sync'])
    expect([opened.code, opened.stdout]).toEqual([
      0,
      expect.stringMatching(/^sync dev: opened .* for 1 unit\n/),
    ])
    expect(project.git.proposals()).toHaveLength(1)
    const again = await project.run(['sync'])
    expect([again.code, again.stdout]).toEqual([0, expect.stringMatching(/^sync dev: unchanged /)])
    expect(project.git.proposals()).toHaveLength(1)
  })

  it('shows the files of a dry run', async () => {
    await project.run(['publish'])
    editConfigHub(project, 'dev', unitText(512))
    const { code, stdout } = await project.run(['sync', '--dry-run'])
    expect([code, stdout]).toEqual([
      0,
      expect.stringContaining(
        'Files\n  dev/lambda.yaml\n\n--- a/dev/lambda.yaml\n+++ b/dev/lambda.yaml\n@@ ',
      ),
    ])
    expect(stdout).toContain('\n-    memorySize: 128\n+    memorySize: 512\n')
    expect(project.git.proposals()).toEqual([])
  })

  it('leaves a branch with commits by others alone until it is told to take over', async () => {
    await project.run(['publish'])
    editConfigHub(project, 'dev', unitText(512))
    await project.run(['sync'])
    const [{ id = '' } = {}] = project.git.proposals()
    project.git.editProposal(id, { 'dev/lambda.yaml': unitText(256) }, 'rita')
    editConfigHub(project, 'dev', unitText(1024))
    const held = await project.run(['sync'])
    expect([held.code, held.stdout]).toEqual([
      3,
      expect.stringContaining('holds commits by rita: left alone'),
    ])
    const taken = await project.run(['sync', '--take-over'])
    expect([taken.code, taken.stdout]).toEqual([0, expect.stringContaining('sync dev: updated ')])
  })

  it('proposes once more what was closed where it is told to', async () => {
    editConfigHub(project, 'dev', unitText(512))
    await project.run(['sync'])
    project.git.close('1')
    expect((await project.run(['sync'])).stdout).toContain('(sync --again proposes them once more)')
    expect((await project.run(['sync', '--again'])).stdout).toContain('sync dev: opened memory:proposal/2 ')
  })

  it('asks for a name where there is no dev', async () => {
    const file = join(project.directory, 'tideway.yaml')
    writeFileSync(file, readFileSync(file, 'utf8').replace('dev:', 'test:'))
    expect(await project.run(['sync'])).toEqual({
      code: 64,
      stdout: '',
      stderr: 'TIDEWAY_USAGE  no environment is named; pass --env with one of: test, prod\n',
    })
  })
})
