import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  createDeliverer,
  createKubernetesEmulator,
  kubeconfigFor,
  serve,
} from '@tideway/adapter-kubernetes/testing'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import {
  type EmulatedCredentials,
  type EmulatedProject,
  startEmulatedProject,
} from './start-emulated-project.ts'
import { unitText } from './start-test-project.ts'

let project: EmulatedProject
beforeEach(async () => {
  project = await startEmulatedProject(
    {
      'manifests/lambda.yaml': unitText(128),
      'tideway.yaml': `version: 1
github: { repository: acme/app }
environments:
  dev:
    space: app-dev
    mode: write
    render: [{ kind: files, path: manifests }]
`,
    },
    ['app-dev'],
  )
  expect((await project.run(['publish'])).code).toBe(0)
  // Something to publish, something to propose, and something to roll back to.
  project.confighub.as('olga@example.com').setData('app-dev', 'lambda', unitText(128, 9), 'Wait longer')
  project.commit({ 'manifests/other.yaml': unitText(1).replace('name: api', 'name: other') }, 'Add another')
  project.git('push', '--quiet')
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await project.close()
})

const levels = ['none', 'reader', 'writer'] as const

/** The least that each flow needs, in the words of docs/flows.md. */
const table: readonly (readonly [words: readonly string[], EmulatedCredentials])[] = [
  [['config', 'check'], { confighub: 'none', github: 'none' }],
  [['status'], { confighub: 'reader', github: 'reader' }],
  [['compare'], { confighub: 'reader', github: 'reader' }],
  [['publish', '--dry-run'], { confighub: 'reader', github: 'reader' }],
  [['history', '--unit', 'lambda'], { confighub: 'reader', github: 'none' }],
  [['sync'], { confighub: 'reader', github: 'writer' }],
  [['adopt'], { confighub: 'reader', github: 'writer' }],
  [['publish'], { confighub: 'writer', github: 'writer' }],
  [['rollback', '--unit', 'lambda', '--to', 'previous'], { confighub: 'writer', github: 'none' }],
  [['lock', '--for', '1h', '--reason', 'sale'], { confighub: 'writer', github: 'none' }],
]

it.each(table)('tideway %j needs no more than %j, and says so where it has less', async (words, least) => {
  const revisions = () => project.confighub.read('app-dev', 'lambda')?.revisions.length
  const before = revisions()
  for (const store of ['confighub', 'github'] as const) {
    const less = levels[levels.indexOf(least[store]) - 1]
    if (less === undefined) continue
    const { code, text } = await project.run(words, { ...least, [store]: less })
    expect([store, less, code]).not.toEqual([store, less, 0])
    expect(text).toMatch(/TIDEWAY_(?:CONFIG_MISSING|FORBIDDEN|UNAUTHORIZED)|Forbidden|not accessible/i)
    expect(revisions()).toBe(before)
  }
  const { code, text } = await project.run(words, least)
  expect([code, text]).toEqual([0, expect.not.stringContaining('TIDEWAY_')])
})

it('tideway capture reads the cluster, writes to ConfigHub, and needs no more of GitHub than to read', async () => {
  const cluster = createKubernetesEmulator({ now: () => new Date() })
  const asked: string[] = []
  const served = await serve(async (request) => {
    asked.push(request.method)
    return cluster.handle(request)
  })
  const kubeconfig = join(project.directory, '..', 'kubeconfig')
  writeFileSync(kubeconfig, kubeconfigFor({ server: served.url, context: 'test' }))
  const deliverer = createDeliverer({ handle: (request) => cluster.handle(request) })
  const settings = (size: string) =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\n  namespace: default\ndata:\n  size: "${size}"\n`
  project.commit({ 'manifests/settings.yaml': settings('1') }, 'Add settings')
  project.git('push', '--quiet')
  await project.run(['publish'])
  const unit = () => project.confighub.read('app-dev', 'settings')
  const { text = '', revisions = [] } = unit() ?? {}
  const revision = revisions.at(-1)?.RevisionNum ?? 0
  await deliverer.deliver([{ space: 'app-dev', unit: 'settings', revision, text }])
  cluster.edit(
    { kind: 'ConfigMap', namespace: 'default', name: 'settings' },
    { data: { size: '2' } },
    { manager: 'kubectl-edit' },
  )
  asked.length = 0
  const least = { confighub: 'writer', github: 'reader' } as const
  const capture = (credentials: EmulatedCredentials) =>
    project.run(['capture', '--env', 'dev', '--unit', 'settings', '--incident', 'INC-7'], credentials, {
      KUBECONFIG: kubeconfig,
    })
  for (const less of [
    { ...least, confighub: 'reader' },
    { ...least, github: 'none' },
  ] as const) {
    const { code, text: said } = await capture(less)
    expect([less, code]).not.toEqual([less, 0])
    expect(said).toMatch(/TIDEWAY_(?:CONFIG_MISSING|FORBIDDEN|UNAUTHORIZED)|Forbidden|not accessible/i)
    expect(unit()?.text).toBe(settings('1'))
  }
  const { code, text: said } = await capture(least)
  expect([code, said]).toEqual([0, expect.not.stringContaining('TIDEWAY_')])
  expect(unit()?.text).toContain('size: "2"')
  expect(new Set(asked)).toEqual(new Set(['GET']))
  cluster.endWatches()
  await served.close()
})

it('no flow needs a home folder', async () => {
  vi.stubEnv('HOME', '/nonexistent')
  vi.stubEnv('XDG_CONFIG_HOME', '/nonexistent')
  for (const words of [['publish'], ['sync'], ['status']]) {
    const { code, text } = await project.run(words, undefined, { HOME: '/nonexistent' })
    expect([code, text]).toEqual([0, expect.not.stringContaining('TIDEWAY_')])
  }
})
