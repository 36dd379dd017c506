import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startTestProject, type TestProject } from './start-test-project.ts'

let project: TestProject
beforeEach(() => {
  project = startTestProject()
})
afterEach(() => project.remove())

describe('the command line', () => {
  it.each([
    [['publsh'], "unknown command 'publsh' (Did you mean publish?)"],
    [['publish', '--dryrun'], "unknown option '--dryrun' (Did you mean --dry-run?)"],
    [
      ['publish', '-o', 'xml'],
      "option '-o, --output <format>' argument 'xml' is invalid. Allowed choices are text, json, markdown",
    ],
    [
      ['publish', '--max-changed', 'many'],
      "option '--max-changed <n>' argument 'many' is invalid. expected 0 or more",
    ],
    [['publish', '--unit', 'lambda'], '--unit and --path say where to --force'],
    [['rollback', '--to', '1'], "required option '--unit <unit>' not specified"],
    [['sync', 'prod'], "too many arguments for 'sync'. Expected 0 arguments but got 1: prod"],
    [['quickstart', '--out', 'report.md'], "unknown option '--out'"],
    [['publish', '--out', 'no/such/folder.md'], '--out no/such/folder.md: there is no such folder'],
  ])('%j is refused with 64', async (words, message) => {
    const { code, stdout, stderr } = await project.run(words)
    expect([code, stdout]).toEqual([64, ''])
    expect(stderr).toContain(`TIDEWAY_USAGE  ${message}; `)
    expect(project.connections.opened).toBe(0)
  })

  it.each([
    [['publish', '--dryrun'], 'see tideway publish --help'],
    [['publsh'], 'see tideway --help'],
    [['--dryrun'], 'see tideway --help'],
  ])('%j is told where to look', async (words, next) => {
    expect((await project.run(words)).stderr).toMatch(new RegExp(`; ${next}\n$`))
  })

  it('is refused as JSON where JSON was asked for', async () => {
    const { stderr } = await project.run(['publish', '--dryrun', '-o', 'json'])
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'TIDEWAY_USAGE' } })
  })

  it('shows help and version', async () => {
    expect(await project.run(['--version'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+/),
    })
    expect((await project.run(['--help'])).stdout).toMatch(/^ {2}CONFIGHUB_URL {2,}\S/m)
    expect(await project.run(['publish', '--help'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('--force'),
    })
    expect(await project.run([])).toMatchObject({
      code: 64,
      stderr: expect.stringContaining('Usage: tideway'),
    })
  })
})
