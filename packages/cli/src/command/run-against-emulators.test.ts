import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type EmulatedProject, startEmulatedProject } from './start-emulated-project.ts'
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
})
afterEach(() => project.close())

const notice = 'Against emulators, not the real stores: confighub:app-dev, github:acme/app\n'
const run = async (...words: readonly string[]) => {
  const { code, text } = await project.run(words)
  return { code, text }
}

describe('tideway against emulators of its stores', () => {
  it('publishes, proposes what an operator changed, and rolls back', async () => {
    const { confighub } = project
    expect(await run('publish')).toEqual({
      code: 0,
      text: expect.stringMatching(/^publish dev: 1 unit written\n/m),
    })
    expect(await run('publish')).toEqual({ code: 0, text: `${notice}\npublish dev: nothing to write\n` })
    confighub.as('olga@example.com').setData('app-dev', 'lambda', unitText(512), 'More memory')

    const synced = await run('sync')
    expect(synced).toEqual({
      code: 0,
      text: expect.stringMatching(/^sync dev: opened .*\/pull\/1 for 1 unit\n/m),
    })
    const [pull] = await project.repository.pulls()
    expect(pull?.title).toBe('sync: Import ConfigHub state for dev')

    project.commit({ 'manifests/lambda.yaml': unitText(256) }, 'Change the memory')
    project.git('push', '--quiet')
    const blocked = await run('publish')
    expect(blocked.code).toBe(3)
    expect(blocked.text).toMatch(
      /\n {4}Git {8}256 {2}\(.+ “Change the memory”\)\n {4}ConfigHub {2}512 {2}\(.+ “More memory”\)/,
    )

    expect((await run('rollback', '--unit', 'lambda', '--to', 'previous')).code).toBe(0)
    expect(confighub.read('app-dev', 'lambda')?.text).toBe(unitText(128))
    expect((await run('publish')).code).toBe(0)
    expect(confighub.read('app-dev', 'lambda')?.text).toBe(unitText(256))
    const history = await run('history', '--unit', 'lambda')
    expect(history.text).toContain('Restore: revision ')
  })

  it('syncs twice with one branch and one pull request, by API and by git push, and says what it asked', async () => {
    await run('publish')
    project.confighub.as('olga@example.com').setData('app-dev', 'lambda', unitText(512), 'More memory')
    expect((await run('sync', '--backend', 'git')).text).toMatch(/^sync dev: opened .*\/pull\/1 for 1 unit$/m)
    const before = project.writes()
    const again = await run('sync', '--verbose')
    expect(again.text).toMatch(/^sync dev: unchanged .*\/pull\/1 for 1 unit$/m)
    expect(again.text).toMatch(
      /^debug: github:acme\/app was asked {"reads":\d+,"unchanged":\d+,"writes":0}$/m,
    )
    expect(project.writes()).toBe(before)
    expect(await project.repository.git(['rev-list', '--count', 'main..sync/dev'])).toBe('1')
    expect(await project.repository.git(['branch', '--list', 'sync/*', '--format=%(refname)'])).toBe(
      'refs/heads/sync/dev',
    )
  })

  it('asks GitHub five times, and once for up to a hundred texts, where there is nothing to sync', async () => {
    const units = Array.from({ length: 40 }, (_, index) => [`manifests/unit-${index}.yaml`, unitText(index)])
    project.commit(Object.fromEntries(units), 'Add forty units')
    project.git('push', '--quiet')
    await run('publish', '--max-changed', '100')
    await run('sync')
    const before = project.writes()
    project.asked()
    expect((await run('sync')).code).toBe(0)
    expect(project.asked()).toEqual([
      'GET / 200',
      'GET /git/ref/tideway%2Fdev 200',
      expect.stringMatching(/^GET \/git\/trees\/\w+ 200$/),
      'POST /graphql 200',
      // Whether the archive still is this run's; GitHub does not count what has not changed.
      'GET /git/ref/tideway%2Fdev 304',
      'GET /git/ref/heads%2Fsync%2Fdev 404',
    ])
    expect(project.writes()).toBe(before)
  })

  it('notes what is not committed, and a commit that nobody else has', async () => {
    expect((await run('publish')).text).not.toContain('Notes')
    project.commit({ 'manifests/lambda.yaml': unitText(256) }, 'Change the memory')
    writeFileSync(join(project.directory, 'manifests/lambda.yaml'), unitText(512))
    const { text } = await run('publish')
    expect(text).toMatch(/\n {2}1 changed file is not committed, and no part of commit [0-9a-f]{12}\n/)
    expect(text).toMatch(/\n {2}commit [0-9a-f]{12} is on no remote branch that this clone knows of/)
    expect(project.confighub.read('app-dev', 'lambda')?.text).toBe(unitText(256))
  })

  it('tells wrong credentials from a store that is down', async () => {
    const wrong = { CONFIGHUB_WORKER_SECRET: 'another-secret' }
    const { code, text } = await project.run(['publish'], undefined, wrong)
    expect(code).toBe(1)
    expect(text.split('\n')).toEqual([
      expect.stringMatching(/^Against emulators, .*confighub:app-dev/),
      expect.stringMatching(/^TIDEWAY_UNAUTHORIZED {2}confighub:app-dev: /),
      '',
    ])
    expect(text).not.toContain('another-secret')
  })

  it('says in every format that these are emulators', async () => {
    const markdown = await project.run(['compare', '-o', 'markdown'])
    expect(markdown.text).toMatch(new RegExp(`^> ${notice}\\n## `))
    const json = await project.run(['compare', '-o', 'json'])
    expect(json.text.split('\n')).toContain(JSON.stringify({ notice: notice.trim() }))
  })

  it('replays recorded runs under another policy, and writes nothing', async () => {
    await run('publish')
    const bigger = unitText(128).replace('memorySize: 128', 'memorySize: 256')
    project.confighub.as('olga@example.com').setData('app-dev', 'lambda', bigger, 'More memory')
    const slower = unitText(128).replace('timeout: 3', 'timeout: 5')
    project.commit({ 'manifests/lambda.yaml': slower }, 'Wait longer')
    expect((await run('publish')).code).toBe(3)
    const before = project.writes()

    const { code, text } = await run('policy', 'replay', '--since', '1d', '--policy', 'merge')
    expect(text).toContain('policy replay dev: merge decides 1 of 2 recorded runs otherwise')
    expect(text).toContain('blocked -> done')
    expect(text).toContain('/spec/forProvider/timeout: block by publish-both -> take by publish-git')
    expect(code).toBe(0)
    const same = await run('policy', 'replay', '--detailed-exitcode')
    expect(same.text).toContain('documented decides 0 of 2 recorded runs otherwise')
    expect(same.code).toBe(0)
    expect((await run('policy', 'replay', '--policy', 'merge', '--detailed-exitcode')).code).toBe(2)
    expect(project.writes()).toBe(before)
    expect((await run('policy', 'replay', '--since', 'never')).code).toBe(64)
  })

  it('says what cannot be replayed, and why', async () => {
    await run('publish')
    project.git('checkout', '--quiet', '--orphan', 'fresh')
    project.commit({ 'manifests/lambda.yaml': unitText(256) }, 'Begin again')
    project.git('update-ref', '-d', 'refs/heads/main')
    project.git('update-ref', '-d', 'refs/remotes/origin/main')
    project.git('reflog', 'expire', '--expire=now', '--all')
    project.git('gc', '--quiet', '--prune=now')
    const { code, text } = await run('policy', 'replay')
    expect(text).toContain('0 of 0 recorded runs')
    expect(text).toMatch(/not replayed: \S+ "publish \w+: about to write 1 unit": /)
    expect(code).toBe(0)
  })
})
