import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { type EmulatedProject, startEmulatedProject } from './start-emulated-project.ts'
import { unitText } from './start-test-project.ts'

let project: EmulatedProject
afterEach(() => project.close())

const start = async (more: string, folder = '') => {
  project = await startEmulatedProject(
    {
      [`${folder}manifests/lambda.yaml`]: unitText(128),
      'policy.yaml': `extends: [merge]
rules:
  - id: memory
    match: { flow: sync, path: /spec/forProvider/memorySize }
    decide: { take: confighub }
    autoMerge: true
`,
      'tideway.yaml': `version: 1
github: { repository: acme/app, autoMerge: squash }
${more}environments:
  dev: { space: app-dev, mode: write, policy: policy.yaml, render: [{ kind: files, path: manifests }] }
`,
    },
    ['app-dev'],
  )
  project.repository.allowAutoMerge(true)
  project.repository.requireChecks('ci')
}
const operator = () => project.confighub.as('olga@example.com')

it('a pull request merges itself once its check has passed, and a publish finds both sides equal', async () => {
  await start('')
  expect((await project.run(['publish'])).code).toBe(0)
  operator().setData('app-dev', 'lambda', unitText(256), 'More')
  const { text } = await project.run(['sync'])
  expect(text).toContain('/pull/1 for 1 unit, which merges itself once its checks have passed')
  expect((await project.run(['policy', 'explain', '--env', 'dev', '--unit', 'lambda'])).text).toContain(
    'The pull request may merge it without a person.',
  )
  await project.repository.setStatus(1, 'ci', 'success')
  project.git('pull', '--quiet', 'origin', 'main')
  expect((await project.run(['publish'])).text).toContain('publish dev: nothing to write')
  const { text: later } = await project.run(['sync', '--verbose'])
  expect(later).toContain('sync dev: Git has everything that ConfigHub has')
  // What was merged leaves its branch behind.
  expect(project.git('ls-remote', '--heads', 'origin')).not.toContain('sync/dev')
})

it('publishes, syncs and tells how things stand without a clone', async () => {
  await start('git: { via: api, folder: deploy }\n', 'deploy/')
  rmSync(join(project.directory, '.git'), { recursive: true })
  rmSync(join(project.directory, 'deploy'), { recursive: true })
  expect((await project.run(['publish'])).text).toContain('publish dev: 1 unit written')
  operator().setData('app-dev', 'lambda', unitText(256), 'More')
  expect((await project.run(['status'])).text).toContain('sync due')
  expect((await project.run(['sync'])).text).toContain('opened ')
  const files = await project.repository.files('sync/dev')
  expect(files['deploy/manifests/lambda.yaml']).toBe(unitText(256))
  await project.repository.setStatus(1, 'ci', 'success')
  expect((await project.run(['publish'])).text).toContain('publish dev: nothing to write')
  expect(existsSync(join(project.directory, '.git'))).toBe(false)
})
