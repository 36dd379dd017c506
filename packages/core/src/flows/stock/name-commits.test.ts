import { describe, expect, it } from 'vitest'
import { formatUnit } from '../../parse/format-unit.ts'
import { formatMarkdown } from '../../report/format-markdown.ts'
import { formatText } from '../../report/format-text.ts'
import { createMemoryArchive } from '../../testing/memory-archive.ts'
import { createMemoryConfigHub } from '../../testing/memory-config-hub.ts'
import { createMemoryGit } from '../../testing/memory-git.ts'
import { createTestCall } from '../../testing/test-call.ts'
import { publish } from '../publish/publish.ts'
import { sync } from '../sync/sync.ts'

const settings = (data: Readonly<Record<string, string>>) =>
  formatUnit([{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'web' }, data }])

async function openWorld() {
  const git = createMemoryGit({ files: { 'prod/web.yaml': settings({ a: '1', b: '1' }) } })
  const confighub = createMemoryConfigHub()
  const archive = createMemoryArchive()
  const endpoints = () => ({ git: git.endpoint('prod'), confighub, archive })
  const world = {
    git,
    endpoints,
    olga: confighub.as({ kind: 'person', name: 'olga' }),
    commit: (data: Readonly<Record<string, string>>, subject: string, author: string) =>
      git.commit({ 'prod/web.yaml': settings(data) }, subject, author),
    publish: () => publish(endpoints(), { environment: 'prod' }, createTestCall()),
    fields: async () => {
      const { units } = await world.publish()
      return Object.fromEntries(
        units.flatMap((unit) => unit.fields.map(({ path, leftSetBy }) => [path, leftSetBy])),
      )
    },
  }
  await world.publish()
  return world
}

describe('the commit that set Git’s value', () => {
  it('is named beside the revision that set ConfigHub’s, on every run', async () => {
    const world = await openWorld()
    const id = world.commit({ a: '2', b: '1' }, 'Raise a', 'Dora')
    world.commit({ a: '2', b: '3' }, 'Raise b', 'Boris')
    world.olga.write('web', settings({ a: '4', b: '1' }), 'Emergency')
    await world.publish()
    const report = await world.publish()
    const short = id.slice(0, 12)
    const text = formatText(report)
    expect(text).toContain(`"2"  (Dora, 2026-01-01T00:00:00.000Z, ${short} “Raise a”)`)
    expect(text).toContain('"4"  (olga, 2026-01-01T00:00:00.000Z, revision 2 “Emergency”)')
    expect(formatMarkdown(report)).toMatch(
      new RegExp(`Git: Dora, [^|]*${short} “Raise a”; ConfigHub: olga, [^|]*revision 2 “Emergency”`),
    )
    expect(text).toMatch(/data\/b\n +Git +"3" {2}\(Boris/)
    await sync(world.endpoints(), { environment: 'prod' }, createTestCall())
    expect(world.git.proposals()[0]?.proposal.body).toMatch(/Git: Dora[^|]*; ConfigHub: olga/)
  })

  it('is the last one that set it, bots apart from people', async () => {
    const world = await openWorld()
    world.commit({ a: '2', b: '1' }, 'Raise a', 'Dora')
    world.commit({ a: '3', b: '1' }, 'Update a', 'renovate[bot]')
    world.olga.write('web', settings({ a: '4', b: '1' }))
    expect(await world.fields()).toEqual({
      '/data/a': {
        kind: 'automation',
        name: 'renovate[bot]',
        at: '2026-01-01T00:00:00.000Z',
        by: world.git.main(),
        description: 'Update a',
      },
    })
  })

  it('is unknown where the newest commit that changed it did not make the present value', async () => {
    const world = await openWorld()
    world.commit({ a: '2', b: '1' }, 'Raise a', 'Dora')
    world.olga.write('web', settings({ a: '4', b: '1' }))
    const git = world.git.endpoint('prod')
    const lying = {
      ...git,
      commits: {
        ...git.commits,
        async *changesOf() {
          const [older, newer] = [settings({ a: '1' }), settings({ a: '9' })]
          const commit = {
            id: 'f'.repeat(40),
            subject: 'On a branch',
            author: 'Eve',
            at: '2026-01-01T00:00:00Z',
          }
          yield { commit, before: older, after: newer }
          yield { commit, before: older, after: settings({ a: '2' }) }
        },
      },
    }
    const report = await publish(
      { ...world.endpoints(), git: lying },
      { environment: 'prod' },
      createTestCall(),
    )
    expect(report.units[0]?.fields.map(({ path, leftSetBy }) => [path, leftSetBy])).toEqual([
      ['/data/a', undefined],
    ])
  })

  it('is not asked for where Git changed nothing', async () => {
    const world = await openWorld()
    world.olga.write('web', settings({ a: '4', b: '1' }))
    const git = world.git.endpoint('prod')
    const commits = {
      ...git.commits,
      changesOf: () => {
        throw new Error('asked')
      },
    }
    const report = await publish(
      { ...world.endpoints(), git: { ...git, commits } },
      { environment: 'prod' },
      createTestCall(),
    )
    expect(report.syncDue).toEqual(['web'])
  })
})
