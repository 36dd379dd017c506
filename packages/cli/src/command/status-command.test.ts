import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { AdapterError } from '@tideway/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { editConfigHub, startTestProject, type TestProject, unitText } from './start-test-project.ts'

let project: TestProject
beforeEach(async () => {
  project = startTestProject()
  await project.run(['publish'])
})
afterEach(() => project.remove())

const status = async (...words: readonly string[]) => {
  const { code, stdout, stderr } = await project.run(['status', ...words])
  expect([code, stderr]).toEqual([0, ''])
  return stdout
}
const policy = (name: string) => {
  const file = join(project.directory, 'tideway.yaml')
  writeFileSync(file, readFileSync(file, 'utf8').replace('policy: merge', name))
}
const saves = () => project.archive('prod').messages().length

describe('tideway status', () => {
  it('says of each environment in one line how it stands, and writes nothing', async () => {
    expect(await status()).toBe('dev: in step (1 unit)\n\nprod: in step (1 unit)\n')
    editConfigHub(project, 'prod', unitText(512))
    project.git.commit({ 'dev/lambda.yaml': unitText(256) }, 'More memory')
    const before = saves()
    expect(await status()).toMatch(
      /^dev: publish due: lambda \(since \d{4}-\S+Z, by [^)]+\)\n\nprod: sync due: lambda \(since \d{4}-\S+Z, by olga\)\n$/,
    )
    expect(saves()).toBe(before)
  })

  it('says what blocks, since when and by whom', async () => {
    editConfigHub(project, 'prod', unitText(512))
    project.git.commit({ 'prod/lambda.yaml': unitText(256) }, 'Raise memory')
    expect(await status('--env', 'prod')).toMatch(/^prod: blocked: lambda \(since \d{4}-\S+Z, by olga\)\n$/)
  })

  it('is plain data with -o json', async () => {
    editConfigHub(project, 'prod', unitText(512))
    expect(JSON.parse(await status('--env', 'prod', '-o', 'json'))).toMatchObject([
      {
        environment: 'prod',
        states: [{ kind: 'sync-due', units: ['lambda'], by: ['olga'], since: expect.any(String) }],
        unitCount: 1,
        notes: [],
      },
    ])
  })

  it('says what was edited in the cluster, where the environment says where that is', async () => {
    policy('policy: merge, live: { selector: app=shop }')
    const api = { labels: { app: 'shop' } }
    const live = JSON.parse(
      `{"apiVersion":"lambda.aws.upbound.io/v1beta1","kind":"Function","metadata":{"name":"api"},"spec":{"forProvider":{"memorySize":128,"timeout":3}}}`,
    )
    project.cluster.apply({ ...live, metadata: { name: 'api', ...api } }, 'argocd-controller')
    expect(await status('--env', 'prod')).toMatch(/^prod: in step \(1 unit\)\n/)
    project.cluster.edit(
      'Function.lambda.aws.upbound.io//api',
      ['spec', 'forProvider', 'memorySize'],
      1024,
      'kubectl-edit',
    )
    expect(await status('--env', 'prod')).toMatch(/^prod: drifted: lambda \(.*by kubectl-edit\)\n/)
  })

  it('says so where the cluster has nothing of it, and tells the rest', async () => {
    policy('policy: merge, live: { selector: app=shop }')
    expect(await status('--env', 'prod')).toMatch(
      /^prod: in step \(1 unit\)\n {2}the cluster was not looked at: no resource /,
    )
  })

  it('is an error for an environment that cannot be read, and tells the others', async () => {
    project.replaceConfigHub((endpoint) => {
      if (endpoint.name === 'confighub:app-prod') return endpoint
      throw new AdapterError({ kind: 'forbidden', endpoint: endpoint.name, message: 'no', next: 'ask' })
    })
    const { code, stdout, stderr } = await project.run(['status'])
    expect([code, stdout]).toEqual([1, 'prod: in step (1 unit)\n'])
    expect(stderr).toContain('TIDEWAY_FORBIDDEN')
  })
})

describe('tideway lock', () => {
  const lock = (...words: readonly string[]) =>
    project.run([
      'lock',
      '--env',
      'prod',
      '--for',
      '2h',
      '--reason',
      'black friday',
      '--as',
      'olga',
      ...words,
    ])

  it('keeps publishes away, forced ones too, until it is taken away', async () => {
    expect(await lock('--unit', 'lambda')).toMatchObject({
      code: 0,
      stdout: 'lock prod: lambda until 2026-01-05T12:00:00.000Z\n',
    })
    project.git.commit({ 'prod/lambda.yaml': unitText(256) }, 'Raise memory')
    const held =
      'lambda: locked until 2026-01-05T12:00:00.000Z by olga: black friday; tideway unlock --env prod --unit lambda'
    for (const words of [['publish'], ['publish', '--force']]) {
      const { code, stdout } = await project.run([...words, '--env', 'prod'])
      expect(code).toBe(3)
      expect(stdout).toContain(held)
    }
    expect(await status('--env', 'prod')).toBe(
      'prod: locked: lambda (until 2026-01-05T12:00:00.000Z by olga: black friday)\n',
    )
    expect((await project.run(['unlock', '--env', 'prod'])).stdout).toBe('unlock prod: lambda\n')
    expect((await project.run(['unlock', '--env', 'prod'])).stdout).toBe('unlock prod: no unit is locked\n')
    expect(project.confighub('prod').state()['lambda']?.annotations).toEqual({})
    expect((await project.run(['publish', '--env', 'prod'])).code).toBe(0)
  })

  it('ends by itself, and the publish that it would have held says so', async () => {
    project.confighub('prod').as({ kind: 'person', name: 'olga' }).annotate('lambda', {
      'tideway.dev/lock': '2026-01-05T09:59:59Z olga black friday',
    })
    project.git.commit({ 'prod/lambda.yaml': unitText(256) }, 'Raise memory')
    const { code, stdout } = await project.run(['publish', '--env', 'prod'])
    expect(code).toBe(0)
    expect(stdout).toContain(
      'the lock of lambda has expired and does not hold it any more (until 2026-01-05T09:59:59Z by olga: black friday)',
    )
  })

  it('is honoured where nobody can read it', async () => {
    project.confighub('prod').as({ kind: 'person', name: 'olga' }).annotate('lambda', {
      'tideway.dev/lock': 'hands off',
    })
    project.git.commit({ 'prod/lambda.yaml': unitText(256) }, 'Raise memory')
    const { code, stdout } = await project.run(['publish', '--env', 'prod'])
    expect(code).toBe(3)
    expect(stdout).toContain('locked, by an annotation that is not "<until> <who> <reason>": "hands off"')
  })

  it('names a unit that is not there, and needs the right to write', async () => {
    expect((await lock('--unit', 'lambada')).stderr).toContain(
      'TIDEWAY_NOT_FOUND  confighub:app-prod has no unit lambada; use one of: lambda',
    )
    const readOnly = { variables: { TIDEWAY_READ_ONLY: '1' } }
    expect((await project.run(['unlock', '--env', 'prod'], readOnly)).stderr).toContain('TIDEWAY_READ_ONLY')
    expect((await project.run(['lock', '--env', 'prod', '--for', 'ever', '--reason', 'x'])).code).toBe(64)
  })
})
