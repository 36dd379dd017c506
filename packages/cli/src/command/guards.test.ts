import { afterEach, beforeEach, expect, it } from 'vitest'
import { type EmulatedProject, startEmulatedProject } from './start-emulated-project.ts'
import { unitText } from './start-test-project.ts'

const config = `version: 1
github: { repository: acme/app }
defaults:
  guards:
    - { name: owner, command: ["${process.execPath}", guards/owner.cjs] }
    - { name: memory, input: resources, command: ["${process.execPath}", guards/memory.cjs] }
environments:
  dev: { space: app-dev, mode: write, render: [{ kind: files, path: manifests }] }
`
const veto = (pattern: string, reason: string) => `const text = require('fs').readFileSync(0, 'utf8')
if (${pattern}.test(text)) { console.log('${reason}'); process.exit(1) }
`

let project: EmulatedProject
beforeEach(async () => {
  project = await startEmulatedProject(
    {
      'manifests/lambda.yaml': unitText(128),
      'guards/owner.cjs': veto('/"path": ".spec.forProvider.timeout"/', 'timeouts are for the owners'),
      'guards/memory.cjs': veto('/memorySize: (?:[5-9]\\d\\d|\\d{4,})$/m', 'more than 499 MB'),
      'tideway.yaml': config.replace('guards:', 'limits: { updates: 20 }\n  guards:'),
    },
    ['app-dev'],
  )
})
afterEach(() => project.close())

it('a configured guard vetoes before the first write, with its reason, in previews too', async () => {
  expect((await project.run(['publish'])).code).toBe(0)
  project.commit({ 'manifests/lambda.yaml': unitText(512) }, 'Much memory')
  const written = () => project.confighub.requests.filter(({ method }) => method === 'PUT').length
  const before = written()
  const preview = await project.run(['publish', '--dry-run'])
  expect([preview.code, preview.text]).toEqual([3, expect.stringContaining('memory: more than 499 MB')])
  const run = await project.run(['publish'])
  expect([run.code, run.text]).toEqual([
    3,
    expect.stringContaining('vetoed by a guard: memory: more than 499 MB'),
  ])
  expect(project.confighub.read('app-dev', 'lambda')?.text).toBe(unitText(128))
  expect(written()).toBe(before)

  project.commit({ 'manifests/lambda.yaml': unitText(256, 9) }, 'Wait longer')
  expect((await project.run(['publish'])).text).toContain('owner: timeouts are for the owners')
  project.commit({ 'manifests/lambda.yaml': unitText(256) }, 'Some memory')
  expect((await project.run(['publish'])).code).toBe(0)
})

it('on a pull request the guards and their files are those of the base branch', async () => {
  expect((await project.run(['publish'])).code).toBe(0)
  project.git('checkout', '--quiet', '-b', 'change')
  const harmless = {
    'guards/memory.cjs': 'process.exit(0)\n',
    'tideway.yaml': config
      .replace(/ {2}guards:\n(?: {4}.*\n)+/, '  mode: write\n')
      .replace(', mode: write', ''),
  }
  project.commit({ ...harmless, 'manifests/lambda.yaml': unitText(1024) }, 'Judge myself')
  const judged = await project.run(['publish', '--dry-run'], undefined, { GITHUB_BASE_REF: 'main' })
  expect([judged.code, judged.text]).toEqual([3, expect.stringContaining('memory: more than 499 MB')])
  const credentials = { confighub: 'none', github: 'none' } as const
  const fork = await project.run(['publish', '--dry-run'], credentials, { GITHUB_BASE_REF: 'main' })
  expect([fork.code, fork.text]).toEqual([3, expect.stringContaining('memory: more than 499 MB')])
  const unjudged = await project.run(['publish', '--dry-run'])
  expect([unjudged.code, unjudged.text]).toEqual([0, expect.not.stringContaining('vetoed')])
})
