import { createTestCall } from '@tideway/core/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startTestGitHub, type TestGitHub } from './start-test-github.ts'

let world: TestGitHub
const call = createTestCall()

const connect = async () => {
  const { reviews } = await world.connect()
  if (reviews === undefined) throw new Error('GitHub has reviews')
  return reviews
}
const bodies = () => world.github.repository.comments(1).map(({ body }) => body)

beforeEach(async () => {
  world = await startTestGitHub()
  await world.github.repository.commitFiles('feature', { 'app/a.yaml': 'a: 5\n' }, 'Feature')
  await world.github.call('POST', 'pulls', { title: 'Feature', head: 'feature', base: 'main' })
})
afterEach(() => world.github.close())

describe('a comment', () => {
  test('is one per topic, updated in place, and left alone where it says the same', async () => {
    const reviews = await connect()
    expect(await reviews.comment('1', 'publish', 'one', call)).toMatchObject({
      kind: 'created',
      url: expect.stringContaining('/pull/1#issuecomment-'),
    })
    expect(await (await connect()).comment('1', 'publish', 'one', call)).toMatchObject({ kind: 'unchanged' })
    expect(await reviews.comment('1', 'publish', 'two', call)).toMatchObject({ kind: 'updated' })
    expect(await reviews.comment('1', 'other', 'three', call)).toMatchObject({ kind: 'created' })
    expect(bodies()).toEqual([
      'two\n\n<!-- tideway:comment=publish -->',
      'three\n\n<!-- tideway:comment=other -->',
    ])
  })

  test('that only quotes the marker is not taken for ours, and one that we may not change is not ours', async () => {
    await world.github.call('POST', 'issues/1/comments', { body: '<!-- tideway:comment=publish --> quoted' })
    await world.github.call('POST', 'issues/1/comments', {
      body: 'theirs\n\n<!-- tideway:comment=publish -->',
    })
    world.github.emulator.faults.add({
      match: { method: 'PATCH' },
      fault: { kind: 'status', status: 403, message: 'Must have admin rights to Repository.' },
    })
    expect(await (await connect()).comment('1', 'publish', 'ours', call)).toMatchObject({ kind: 'created' })
    expect(bodies()).toHaveLength(3)
  })

  test.each(['cut-before', 'cut-after'] as const)('is made once, whatever request is %s', async (kind) => {
    for (let skip = 0; ; skip += 1) {
      const topic = `publish ${kind} ${skip}`
      const reviews = await connect()
      world.github.emulator.faults.add({ skip, fault: { kind } })
      await reviews.comment('1', topic, 'text', call).catch((error: unknown) => error)
      const wasHit = world.github.emulator.faults.pending().length === 0
      world.github.emulator.faults.clear()
      await reviews.comment('1', topic, 'text', call)
      const marker = `<!-- tideway:comment=${topic.replaceAll(' ', '_')} -->`
      expect(bodies().filter((body) => body.endsWith(marker))).toHaveLength(1)
      if (!wasHit) break
    }
  })

  test('that is too long is cut short', async () => {
    await (await connect()).comment('1', 'publish', 'line\n'.repeat(20_000), call)
    expect(bodies()[0]).toMatch(/_This is cut short: \d+ more lines.*_\n\n<!-- tideway:comment=publish -->$/)
  })

  test('on what is no pull request is refused by name', async () => {
    const reviews = await connect()
    for (const id of ['9', '0', '../1', 'x']) {
      await expect(reviews.comment(id, 'publish', 'text', call)).rejects.toMatchObject({ kind: 'not-found' })
    }
  })
})

describe('a check', () => {
  test('stands on the newest commit, and is set again only where it differs', async () => {
    const reviews = await connect()
    const check = { name: 'tideway/publish/prod', state: 'failure', summary: 'x'.repeat(200) } as const
    expect(await reviews.check('1', check, call)).toBe('set')
    expect(await reviews.check('1', check, call)).toBe('unchanged')
    expect(await reviews.check('1', { ...check, state: 'success' }, call)).toBe('set')
    const head = await world.github.repository.commitFiles('feature', { 'app/a.yaml': 'a: 6\n' }, 'More')
    expect(await reviews.check('1', { ...check, state: 'success' }, call)).toBe('set')
    expect(world.github.repository.statuses(head)).toMatchObject([
      { context: 'tideway/publish/prod', state: 'success', description: `${'x'.repeat(139)}…` },
    ])
  })

  test('names the permission that is missing', async () => {
    const { reviews } = await world.connect({ token: 'read-token' })
    const check = { name: 'tideway/publish/prod', state: 'success', summary: 'ok' } as const
    await expect(reviews?.check('1', check, call)).rejects.toMatchObject({
      kind: 'forbidden',
      next: expect.stringContaining('statuses: write'),
    })
  })
})
