import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { AdapterError, type AdapterErrorKind, type Endpoint } from '@tideway/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startTestProject, type TestProject } from './start-test-project.ts'

let project: TestProject
beforeEach(() => {
  project = startTestProject()
})
afterEach(() => project.remove())

function failing(kind: AdapterErrorKind, message = 'no answer'): (endpoint: Endpoint) => Endpoint {
  return (endpoint) => {
    const fail = async () => {
      throw new AdapterError({ kind, endpoint: endpoint.name, message, next: 'look at it' })
    }
    const stream = () => ({ [Symbol.asyncIterator]: () => ({ next: fail }) })
    return { ...endpoint, source: { list: stream, read: stream } }
  }
}

describe('invariant 9: errors have a stable code and a next step', () => {
  it.each([
    ['unavailable', 75],
    ['rate-limited', 75],
    ['lost-race', 75],
    ['unauthorized', 1],
    ['invalid-response', 1],
  ] as const)('a store that is %s ends the command with %i', async (kind, expected) => {
    project.replaceConfigHub(failing(kind))
    const { code, stdout, stderr } = await project.run(['publish', '--env', 'dev'])
    expect([code, stdout]).toEqual([expected, ''])
    expect(stderr).toMatch(/^TIDEWAY_[A-Z_]+ {2}confighub:app-dev: no answer; look at it\n$/)
  })

  it('tells the error of one environment and goes on with the next; the worst code wins', async () => {
    project.replaceConfigHub((endpoint) =>
      endpoint.name === 'confighub:app-dev' ? failing('unavailable')(endpoint) : endpoint,
    )
    expect(await project.run(['publish'])).toMatchObject({
      code: 75,
      stdout: expect.stringMatching(/^publish prod: 1 unit written/),
      stderr: expect.stringContaining('TIDEWAY_UNAVAILABLE'),
    })
  })

  it('is a JSON object with -o json, and stdout stays a list', async () => {
    project.replaceConfigHub(failing('unauthorized'))
    const { stdout, stderr } = await project.run(['publish', '--env', 'dev', '-o', 'json'])
    expect(JSON.parse(stdout)).toEqual([])
    expect(JSON.parse(stderr)).toEqual({
      error: { code: 'TIDEWAY_UNAUTHORIZED', message: 'confighub:app-dev: no answer', next: 'look at it' },
    })
  })

  it('tells the same error of several environments once', async () => {
    project.replaceConfigHub((endpoint) => failing('unauthorized')({ ...endpoint, name: 'confighub' }))
    const { code, stderr } = await project.run(['publish'])
    expect([code, stderr]).toEqual([1, 'TIDEWAY_UNAUTHORIZED  confighub: no answer; look at it\n'])
  })

  it('puts the way out of several problems on a line of its own', async () => {
    writeFileSync(join(project.directory, 'tideway.yaml'), 'version: 2\n')
    expect((await project.run(['publish'])).stderr).toMatch(
      /^TIDEWAY_CONFIG_INVALID {2}2 problems\n {2}tideway[.]yaml:1:1 .*\n {2}tideway[.]yaml:1:10 .*\ncorrect these lines\n$/,
    )
  })

  it('shows a stack only with --verbose', async () => {
    project.replaceConfigHub(failing('unauthorized'))
    expect((await project.run(['publish', '--env', 'dev'])).stderr).not.toMatch(/^\s+at /m)
    expect((await project.run(['publish', '--env', 'dev', '--verbose'])).stderr).toMatch(/^\s+at /m)
  })

  it('never shows a credential', async () => {
    project.replaceConfigHub(failing('unauthorized', 'Bearer hunter2-hunter2 was refused'))
    const variables = { CONFIGHUB_WORKER_SECRET: 'hunter2-hunter2' }
    const { stderr } = await project.run(['publish', '--env', 'dev', '--verbose'], { variables })
    expect(stderr).toContain('Bearer <secret> was refused')
    expect(stderr).not.toContain('hunter2')
  })

  it('calls a bug a bug', async () => {
    project.replaceConfigHub(() => {
      throw new TypeError('x is not a function')
    })
    expect(await project.run(['publish', '--env', 'dev'])).toMatchObject({
      code: 1,
      stderr:
        'unexpected error  TypeError: x is not a function; this is a bug: run again with --verbose and report it\n',
    })
  })

  it('names the environments that there are', async () => {
    expect(await project.run(['publish', '--env', 'prd'])).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'TIDEWAY_ENVIRONMENT_UNKNOWN  tideway.yaml has no environment "prd"; use one of: dev, prod (did you mean prod?)\n',
    })
  })

  it('says that there is no configuration, or where it is wrong', async () => {
    const missing = await project.run(['publish', '--config', 'other.yaml'])
    expect([missing.code, missing.stderr]).toEqual([
      1,
      'TIDEWAY_CONFIG_MISSING  there is no other.yaml; run in the folder that has it, or name it with --config\n',
    ])
    writeFileSync(join(project.directory, 'tideway.yaml'), 'version: 1\nversion: 1\n')
    const twice = await project.run(['publish'])
    expect(twice.stderr).toContain('tideway.yaml:2:1  the key "version" is there twice')
  })
})

describe('formats', () => {
  it('lists reports as JSON', async () => {
    const { stdout } = await project.run(['publish', '-o', 'json'])
    expect(JSON.parse(stdout)).toMatchObject([
      {
        flow: 'publish',
        environment: 'dev',
        outcome: 'done',
        units: [{ unit: 'lambda', outcome: 'written' }],
      },
      { flow: 'publish', environment: 'prod', outcome: 'done' },
    ])
  })

  it('writes Markdown to a file, errors included, and the verdicts to the terminal', async () => {
    project.replaceConfigHub((endpoint) =>
      endpoint.name === 'confighub:app-prod' ? failing('unavailable')(endpoint) : endpoint,
    )
    const { stdout } = await project.run(['publish', '-o', 'markdown', '--out', 'summary.md'])
    expect(stdout).toBe('publish dev: 1 unit written\n')
    const summary = readFileSync(join(project.directory, 'summary.md'), 'utf8')
    expect(summary).toContain('## publish dev: 1 unit written\n')
    expect(summary).toContain('## `TIDEWAY_UNAVAILABLE`\n')
  })

  it.each([
    [true, {}, true],
    [false, {}, false],
    [true, { CI: 'true' }, false],
    [true, { NO_COLOR: '1' }, false],
  ])('progress on a terminal %s with %j: %s', async (isTTY, variables, expected) => {
    const { stderr } = await project.run(['publish'], { isTTY, variables })
    expect(stderr.includes('\r\u001b[K')).toBe(expected)
    // The line is gone in the end.
    if (expected) expect(stderr.endsWith('\r\u001b[K')).toBe(true)
  })
})
