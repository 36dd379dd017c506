import { standardNormalization } from '@tideway/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type EmulatedProject, startEmulatedProject } from './start-emulated-project.ts'
import { unitText } from './start-test-project.ts'

const configuration = (policy: string) => `version: 1
github: { repository: acme/app }
environments:
  prod:
    space: app-prod
    mode: write
    policy: ${policy}
    render: [{ kind: files, path: manifests }]
`
const pullRequest = { GITHUB_BASE_REF: 'main', TIDEWAY_READ_ONLY: '1' }
const preview = ['publish', '--dry-run']
const readers = { confighub: 'reader', github: 'reader' } as const
const nothing = { confighub: 'none', github: 'none' } as const

let project: EmulatedProject
beforeEach(async () => {
  project = await startEmulatedProject(
    { 'manifests/lambda.yaml': unitText(128), 'tideway.yaml': configuration('documented') },
    ['app-prod'],
  )
  expect((await project.run(['publish'])).code).toBe(0)
  project.git('checkout', '--quiet', '-b', 'change')
})
afterEach(() => project.close())

describe('invariant 11: what judges a change is not read from the change', () => {
  it('needs read rights only, and writes nothing', async () => {
    project.commit({ 'manifests/lambda.yaml': unitText(256) }, 'More memory')
    const before = project.writes()
    const { code, text } = await project.run(preview, readers, pullRequest)
    expect(text).toContain('publish prod (dry run): 1 unit would be written')
    expect(code).toBe(0)
    expect(project.writes()).toBe(before)
  })

  it('is judged by the policy of the base branch, not by its own', async () => {
    project.confighub.as('olga@example.com').setData('app-prod', 'lambda', unitText(128, 9), 'Wait longer')
    project.commit(
      { 'manifests/lambda.yaml': unitText(256), 'tideway.yaml': configuration('merge') },
      'More memory, and a policy that allows it',
    )
    const own = await project.run(preview, readers)
    const judged = await project.run(preview, readers, pullRequest)
    expect([own.code, judged.code]).toEqual([0, 3])
    expect(judged.text).toContain('blocked by lambda')
  })

  it('compares with the base branch where there are no credentials, and says so', async () => {
    project.commit({ 'manifests/lambda.yaml': unitText(256) }, 'More memory')
    const before = project.confighub.requests.length
    const { code, text } = await project.run(preview, nothing, pullRequest)
    expect(text).toMatch(/^publish prod \(dry run, offline\): 1 unit changed since origin\/main\n/)
    expect(text).toContain('/spec/forProvider/memorySize  128 -> 256')
    expect(text).toContain(
      'ConfigHub was not asked (the credential for GitHub is missing: GITHUB_TOKEN is not set)',
    )
    expect([code, project.confighub.requests.length]).toEqual([0, before])
    const { text: json } = await project.run([...preview, '-o', 'json'], nothing, pullRequest)
    expect(json).toContain(`"rules": "${standardNormalization.version}"`)
  })

  it('stays an error without credentials where no base branch is known', async () => {
    const { code, text } = await project.run(preview, nothing)
    expect([code, text]).toEqual([1, expect.stringMatching(/^TIDEWAY_CONFIG_MISSING {2}the credential for /)])
  })

  it('says how to get a base branch that was not fetched', async () => {
    const { code, text } = await project.run(preview, readers, { GITHUB_BASE_REF: 'release' })
    expect(code).toBe(1)
    expect(text).toContain(
      'refs/remotes/origin/release, which is not in this clone; fetch it (in GitHub Actions: fetch-depth: 0)',
    )
  })
})
