import type { FlowReport } from '@tideway/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type EmulatedProject, startEmulatedProject } from './start-emulated-project.ts'

const settings = (name: string, size: string, data = '') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n  size: "${size}"\n${data}`

const config = (sync: string) => `version: 1
github: { repository: acme/app }
environments:
  dev:
    space: app-dev
    mode: write
    sync: ${sync}
    render: [{ kind: envsubst, path: base, variables: config/dev.env, patch: config/dev.patch.yaml }]
`
// What envsubst replaces.
const size = `\${SIZE}`
const byOwners = config('{ groupBy: codeowners, reviewers: codeowners }')

const owners = `* @acme/platform
/base/web.yaml.template @acme/web
/base/shop.yaml.template @acme/web
/base/db.yaml.template @acme/ops
`

let project: EmulatedProject
beforeEach(async () => {
  project = await startEmulatedProject(
    {
      '.github/CODEOWNERS': owners,
      'base/db.yaml.template': settings('db', size, '  own: "1"\n'),
      'base/shop.yaml.template': settings('shop', '9', '  own: "1"\n'),
      'base/web.yaml.template': settings('web', size, '  own: "1"\n'),
      'config/dev.env': 'SIZE=1\n',
      'tideway.yaml': byOwners,
    },
    ['app-dev'],
  )
  expect((await project.run(['publish'])).text).toContain('3 units written')
})
afterEach(() => project.close())

const operate = (unit: string, size: string, own: string) =>
  project.confighub
    .as('olga@example.com')
    .setData('app-dev', unit, settings(unit, size, `  own: "${own}"\n`), 'By hand')
const textOf = (unit: string) => project.confighub.read('app-dev', unit)?.text ?? ''
const sync = async () => {
  const { stdout, text, code } = await project.run(['sync', '-o', 'json'])
  const [report]: FlowReport[] = JSON.parse(stdout === '' ? '[]' : stdout)
  if (report === undefined) throw new Error(text)
  return { ...report, code }
}
const kinds = (report: FlowReport) =>
  report.proposals?.map(({ kind, group, units }) => [kind, group?.name, units.join(' ')].join(' '))
const open = async () => (await project.repository.pulls()).filter(({ state }) => state === 'open')

describe('an environment of two teams', () => {
  beforeEach(() => {
    operate('web', '1', '2')
    operate('shop', '9', '2')
    operate('db', '1', '2')
  })

  it('has a pull request for each, asks its team, and a second sync writes nothing', async () => {
    expect(kinds(await sync())).toEqual(['opened acme.ops db', 'opened acme.web shop web'])
    const pulls = await project.repository.pulls()
    expect(pulls.map(({ headRef, title, teamReviewers }) => [headRef, title, teamReviewers])).toEqual([
      ['sync/dev--acme.ops', 'sync: Import ConfigHub state for dev (@acme/ops)', ['ops']],
      ['sync/dev--acme.web', 'sync: Import ConfigHub state for dev (@acme/web)', ['web']],
    ])
    expect(project.repository.statuses(pulls[1]?.headSha ?? '').map(({ context }) => context)).toEqual([
      'tideway/sync/dev/acme.web',
    ])
    expect(pulls[1]?.body).toContain('rendered again from the edited files, dev holds all')
    expect(await project.repository.git(['diff', '--name-only', 'main', 'sync/dev--acme.web'])).toBe(
      'base/shop.yaml.template\nbase/web.yaml.template',
    )
    const before = project.writes()
    project.asked()
    expect(kinds(await sync())).toEqual(['unchanged acme.ops db', 'unchanged acme.web shop web'])
    expect(project.writes()).toBe(before)
    const group = (name: string, tree: number) => [
      // Whether another run is at work, for each proposal.
      'GET /git/ref/tideway%2Fdev 304',
      'GET /pulls 200',
      `GET /compare/main...sync%2Fdev--${name} 200`,
      expect.stringMatching(`^GET /git/trees/\\w+ ${tree}$`),
    ]
    expect(project.asked()).toEqual([
      'GET / 200',
      'GET /git/ref/tideway%2Fdev 200',
      expect.stringMatching(/^GET \/git\/trees\/\w+ 200$/),
      'POST /graphql 200',
      'GET /pulls/1 200',
      'GET /pulls/2 200',
      'GET /git/matching-refs/heads%2Fsync%2Fdev-- 200',
      'GET /git/ref/tideway%2Fdev 304',
      'GET /git/ref/heads%2Fsync%2Fdev 404',
      ...group('acme.ops', 200),
      ...group('acme.web', 304),
    ])
  })

  it('settles the one that is merged and the one that is closed, each by itself', async () => {
    await sync()
    await project.repository.mergePull(2)
    await project.repository.closePull(1)
    project.git('pull', '--quiet')
    expect((await project.run(['publish'])).text).toContain('publish dev: nothing to write')
    const { outcome, proposals } = await sync()
    expect([outcome, proposals?.map(({ kind, group }) => [kind, group?.name])]).toEqual([
      'nothing-to-do',
      [['declined', 'acme.ops']],
    ])
    const before = project.writes()
    await sync()
    expect(project.writes()).toBe(before)
    // Git goes its own way where the team declined, and the merged fields are settled.
    project.commit({ 'base/web.yaml.template': settings('web', size, '  own: "3"\n') }, 'Three')
    project.git('push', '--quiet')
    expect((await project.run(['publish'])).code).toBe(0)
    expect(textOf('web')).toContain('own: "3"')
    expect(textOf('db')).toContain('own: "2"')
    expect(await open()).toEqual([])
  })

  it('has one pull request for both where they share the variable that changes, which says so', async () => {
    operate('web', '5', '2')
    operate('db', '5', '2')
    const report = await sync()
    expect(kinds(report)).toEqual(['opened acme.ops__acme.platform__acme.web db web', 'opened acme.web shop'])
    const [shared] = await project.repository.pulls()
    expect(shared?.body).toContain('`db`, `web` are in it together')
    expect(await project.repository.git(['show', `${shared?.headSha}:config/dev.env`])).toBe('SIZE=5')
    await project.repository.mergePull(2)
    await project.repository.mergePull(1)
    project.git('pull', '--quiet')
    expect((await project.run(['publish'])).text).toContain('publish dev: nothing to write')
    expect((await sync()).outcome).toBe('nothing-to-do')
  })

  it('has other pull requests once it is grouped otherwise, and the old ones say so', async () => {
    await sync()
    project.commit({ 'tideway.yaml': config('{ groupBy: environment }') }, 'One for all')
    project.git('push', '--quiet')
    expect(kinds(await sync())).toEqual(['closed acme.ops ', 'closed acme.web ', 'opened  db shop web'])
    expect((await open()).map(({ headRef }) => headRef)).toEqual(['sync/dev'])
    expect(project.repository.comments(1)[0]?.body).toContain('grouped otherwise now')
    expect(await project.repository.git(['branch', '--list', 'sync/*', '--format=%(refname)'])).toBe(
      'refs/heads/sync/dev',
    )
    project.commit({ 'tideway.yaml': byOwners }, 'Back')
    project.git('push', '--quiet')
    expect(kinds(await sync())).toEqual(['closed  ', 'opened acme.ops db', 'opened acme.web shop web'])
    expect((await open()).map(({ headRef }) => headRef)).toEqual(['sync/dev--acme.ops', 'sync/dev--acme.web'])
  })

  it('keeps the branches of its groups by git push, too', async () => {
    expect((await project.run(['sync', '--backend', 'git'])).code).toBe(0)
    expect((await open()).map(({ headRef }) => headRef)).toEqual(['sync/dev--acme.ops', 'sync/dev--acme.web'])
    const before = project.writes()
    await project.run(['sync', '--backend', 'git'])
    expect(project.writes()).toBe(before)
  })
})
