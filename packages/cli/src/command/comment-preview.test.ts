import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { editConfigHub, startTestProject, type TestProject, unitText } from './start-test-project.ts'

let project: TestProject
beforeEach(async () => {
  project = startTestProject()
  await project.run(['publish'])
})
afterEach(() => project.remove())

const preview = (...words: readonly string[]) => project.run(['publish', '--dry-run', '--comment', ...words])

describe('tideway publish --dry-run --comment', () => {
  it('says on the pull request what its merge would publish, with a check for each environment', async () => {
    project.git.commit({ 'prod/lambda.yaml': unitText(256) }, 'Raise memory')
    const { code, stderr } = await preview('12')
    expect([code, stderr]).toEqual([0, 'created memory:pull/12\n'])
    const text = project.said.comments.get('12 publish') ?? ''
    expect(text).toContain('## publish dev (dry run): nothing to write')
    expect(text).toContain('| `256` | `128` |')
    expect([...project.said.checks]).toEqual([
      ['12 tideway/publish/dev', 'success: nothing to write'],
      ['12 tideway/publish/prod', 'success: 1 unit would be written'],
    ])
  })

  it('fails the check where the publish would be blocked, and finds its pull request in Actions', async () => {
    editConfigHub(project, 'prod', unitText(512))
    project.git.commit({ 'prod/lambda.yaml': unitText(256) }, 'Raise memory')
    const variables = { GITHUB_REF: 'refs/pull/7/merge' }
    const words = ['publish', '--env', 'prod', '--dry-run', '--comment']
    expect((await project.run(words, { variables })).code).toBe(3)
    expect([...project.said.comments.keys()]).toEqual(['7 publish:prod'])
    expect(project.said.checks.get('7 tideway/publish/prod')).toMatch(/^failure: blocked by lambda/)
  })

  it('tells an environment that could not be looked at, and keeps credentials out', async () => {
    project.replaceConfigHub((endpoint) => ({
      ...endpoint,
      source: {
        list: () => ({
          [Symbol.asyncIterator]: () => ({
            next: () => Promise.reject(new Error('the token s3cret_token does not work')),
          }),
        }),
        read: endpoint.source.read,
      },
    }))
    const variables = { CONFIGHUB_TOKEN: 's3cret_token' }
    const words = ['publish', '--env', 'dev', '--dry-run', '--comment', '3']
    expect((await project.run(words, { variables })).code).toBe(1)
    expect(project.said.comments.get('3 publish:dev')).toContain('the token <secret> does not work')
    expect(project.said.checks.get('3 tideway/publish/dev')).toMatch(/^error: .*the token <secret> does/)
  })

  it('needs a dry run and the number of a pull request', async () => {
    expect(await project.run(['publish', '--comment', '1'])).toMatchObject({ code: 64 })
    expect(await preview()).toMatchObject({ code: 64, stderr: expect.stringContaining('pass --comment 12') })
    expect(await preview('../1')).toMatchObject({ code: 64 })
    expect(project.said.comments.size).toBe(0)
  })
})
