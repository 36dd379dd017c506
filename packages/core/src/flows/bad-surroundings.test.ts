import { describe, expect, it } from 'vitest'
import { definePolicy } from '../decide/define-policy.ts'
import { createMemoryArchive } from '../testing/memory-archive.ts'
import { createMemoryConfigHub } from '../testing/memory-config-hub.ts'
import { createMemoryGit } from '../testing/memory-git.ts'
import { createTestCall } from '../testing/test-call.ts'
import { publish } from './publish/publish.ts'
import { sync } from './sync/sync.ts'

const text = (name: string, value = '1') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n  value: "${value}"\n`
const files = (names: readonly string[], value?: string) =>
  Object.fromEntries(names.map((name) => [`prod/${name}.yaml`, text(name, value)]))

describe('an environment that names another one’s space', () => {
  const names = ['api', 'web', 'worker']

  it('is asked about before anything is written, and a pull request is not opened', async () => {
    const git = createMemoryGit({ files: files(names) })
    const archive = createMemoryArchive()
    const right = createMemoryConfigHub({ name: 'confighub:shop' })
    await publish(
      { git: git.endpoint('prod'), confighub: right, archive },
      { environment: 'prod' },
      createTestCall(),
    )
    const wrong = createMemoryConfigHub({ name: 'confighub:billing' })
    for (const unit of ['invoices', 'taxes'])
      wrong.as({ kind: 'person', name: 'olga' }).write(unit, text(unit))
    const endpoints = { git: git.endpoint('prod'), confighub: wrong, archive }
    const why =
      'none of the 3 units that Git renders is among the 2 of confighub:billing (invoices, taxes): ' +
      'is "space" of this environment the right one?'
    const published = await publish(endpoints, { environment: 'prod' }, createTestCall())
    expect(published).toMatchObject({ outcome: 'blocked', summary: expect.stringContaining(why) })
    const synced = await sync(endpoints, { environment: 'prod' }, createTestCall())
    expect(synced).toMatchObject({ outcome: 'blocked', summary: `blocked, nothing proposed: ${why}` })
    expect(git.proposals()).toEqual([])
    expect(Object.keys(wrong.state())).toEqual(['invoices', 'taxes'])
  })

  it('is not asked about again where the publish is forced', async () => {
    const git = createMemoryGit({ files: files(names) })
    const shared = createMemoryConfigHub()
    shared.as({ kind: 'person', name: 'olga' }).write('platform', text('platform'))
    const endpoints = { git: git.endpoint('prod'), confighub: shared, archive: createMemoryArchive() }
    const run = (force?: { readonly units: readonly string[] }) =>
      publish(endpoints, { environment: 'prod', force }, createTestCall())
    expect((await run()).summary).toContain('is "space" of this environment the right one?')
    // What nobody remembers of the other unit is still for a person.
    expect((await run({ units: names })).summary).toBe('blocked by platform, nothing written')
  })
})

it('a policy that holds everything is named', async () => {
  const git = createMemoryGit({ files: files(['a', 'b']) })
  const endpoints = {
    git: git.endpoint('prod'),
    confighub: createMemoryConfigHub(),
    archive: createMemoryArchive(),
  }
  const policy = definePolicy({ name: 'careful', rules: [{ id: 'lambdas', decide: 'hold' }] })
  const report = await publish(endpoints, { environment: 'prod', policy }, createTestCall())
  expect(report).toMatchObject({
    outcome: 'held',
    notes: ['the rule "lambdas" stops every change of this run: does it match more than it is meant to?'],
  })
})
