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

it('no flow needs a home folder', async () => {
  vi.stubEnv('HOME', '/nonexistent')
  vi.stubEnv('XDG_CONFIG_HOME', '/nonexistent')
  for (const words of [['publish'], ['sync'], ['status']]) {
    const { code, text } = await project.run(words, undefined, { HOME: '/nonexistent' })
    expect([code, text]).toEqual([0, expect.not.stringContaining('TIDEWAY_')])
  }
})
