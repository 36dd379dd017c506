import { createTestCall } from '@tideway/core/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startTestGitHub, type TestGitHub } from './start-test-github.ts'

let world: TestGitHub
const call = createTestCall()
const ref = 'refs/tideway/prod'
const files = { 'archive.json': '{}\n', 'base/web.yaml': 'a: 1\n', 'base/api.yaml': 'b: "é"\n' }

const restart = async (options: Parameters<typeof startTestGitHub>[0]) => {
  await world.github.close()
  world = await startTestGitHub(options)
}
const save = async (expected: string | undefined, content: Readonly<Record<string, string>> = files) => {
  const { archive } = await world.connect()
  const outcome = await archive.save(content, expected, 'publish 1', call)
  if (outcome.kind !== 'saved') throw new Error('the save lost a race')
  return outcome.token
}

beforeEach(async () => {
  world = await startTestGitHub()
})
afterEach(async () => {
  expect(await world.github.repository.git(['fsck', '--strict', '--no-dangling'])).toBe('')
  await world.github.close()
})

test('is absent, then holds what was saved, with its history in the ref', async () => {
  const { archive } = await world.connect()
  expect(await archive.load(call)).toBeUndefined()
  expect(await archive.token(call)).toBeUndefined()
  const first = await save(undefined)
  expect(await archive.load(call)).toEqual({ token: first, files })
  const second = await save(first, { ...files, 'base/web.yaml': 'a: 2\n' })
  expect(await archive.token(call)).toBe(second)
  expect(await world.github.repository.git(['log', '--format=%s %an %cI', ref])).toBe(
    'publish 1 tideway 2026-01-01T00:00:00+00:00\npublish 1 tideway 2026-01-01T00:00:00+00:00',
  )
  expect(Object.keys(await world.github.repository.files('main'))).toEqual(['README', 'app/a.yaml'])
})

test('loads with three requests, and again with two; the token is one request', async () => {
  await save(undefined)
  const { archive } = await world.connect()
  world.sent()
  expect((await archive.load(call))?.files).toEqual(files)
  expect(world.sent()).toEqual({ reads: 3, writes: 0 })
  await archive.load(call)
  expect(world.sent()).toEqual({ reads: 2, writes: 0 })
  await archive.token(call)
  expect(world.sent()).toEqual({ reads: 1, writes: 0 })
})

test('sends only what changed, and takes away what is gone', async () => {
  const first = await save(undefined)
  const bodies: string[] = []
  world.github.emulator.faults.add({
    match: ({ path, body }) => path.endsWith('/git/trees') && bodies.push(body) < 0,
    fault: { kind: 'cut-before' },
  })
  const { 'base/api.yaml': _, ...rest } = files
  const second = await save(first, { ...rest, 'base/web.yaml': 'a: 2\n' })
  expect(bodies.map((body) => JSON.parse(body))).toMatchObject([
    {
      tree: [
        { path: 'base/web.yaml', content: 'a: 2\n' },
        { path: 'base/api.yaml', sha: null },
      ],
    },
  ])
  expect(await world.github.repository.files(ref)).toEqual({ ...rest, 'base/web.yaml': 'a: 2\n' })
  const third = await save(second, { ...rest, 'base/web.yaml': 'a: 2\n' })
  expect(third).not.toBe(second)
})

test('a save from an outdated token, or none, is lost', async () => {
  const first = await save(undefined)
  const second = await save(first)
  const { archive } = await world.connect()
  for (const expected of [first, undefined, 'f'.repeat(40)]) {
    expect(await archive.save(files, expected, 'm', call)).toEqual({ kind: 'lost-race' })
  }
  expect(await archive.token(call)).toBe(second)
})

describe.each([true, false])('with GraphQL: %s', (graphql) => {
  beforeEach(() => restart({ graphql }))

  test('of twenty savers at once, even of the same content, exactly one wins', async () => {
    for (const expected of [undefined, await save(undefined)]) {
      if (expected === undefined) await world.github.repository.git(['update-ref', '-d', ref])
      const savers = await Promise.all(Array.from({ length: 20 }, () => world.connect()))
      const before = await savers[0]?.archive.token(call)
      const outcomes = await Promise.all(
        savers.map(({ archive }) => archive.save({ ...files, 'x.json': '1' }, before, 'race', call)),
      )
      const tokens = outcomes.flatMap((outcome) => (outcome.kind === 'saved' ? [outcome.token] : []))
      expect(tokens).toEqual([await world.github.repository.resolve(ref)])
    }
  })

  test.each(['cut-before', 'cut-after'] as const)('a connection that is %s at any request', async (kind) => {
    const first = await save(undefined)
    for (let skip = 0; ; skip += 1) {
      const { archive } = await world.connect()
      const before = await archive.token(call)
      const content = { ...files, 'serial.json': String(skip) }
      world.github.emulator.faults.add({ skip, fault: { kind } })
      const outcome = await archive.save(content, before, 'm', call).catch((error: unknown) => error)
      const wasHit = world.github.emulator.faults.pending().length === 0
      world.github.emulator.faults.clear()
      const now = await archive.token(call)
      // Either it says what the store has, or it fails and the store says so.
      if (outcome instanceof Error) expect(outcome).toMatchObject({ kind: 'unavailable' })
      else expect(outcome).toEqual({ kind: 'saved', token: now })
      if (now !== before) expect(await archive.load(call)).toEqual({ token: now, files: content })
      if (!wasHit) break
    }
    expect(await world.github.repository.git(['merge-base', '--is-ancestor', first, ref])).toBe('')
  })
})

test('a server that takes no other refs than branches says so', async () => {
  await restart({ graphql: false, beliefs: { customRefs: 'refused' } })
  await expect(save(undefined)).rejects.toMatchObject({
    kind: 'unsupported',
    message: expect.stringContaining('createGitArchive'),
  })
})

test('what is not text is not read as something else', async () => {
  const { repository } = world.github
  await repository.commitFiles('binary', { 'archive.json': new Uint8Array([0xff, 0xfe]) }, 'Odd')
  await repository.git(['update-ref', ref, 'binary'])
  const { archive } = await world.connect()
  await expect(archive.load(call)).rejects.toMatchObject({
    kind: 'invalid-response',
    message: expect.stringContaining('refs/tideway/prod:archive.json'),
  })
})

test('a large archive is saved in several requests', async () => {
  await restart({ limits: { treeRequestEntries: 100, treeRequestBytes: 1_000_000 } })
  const many = Object.fromEntries(
    Array.from({ length: 250 }, (_, i) => [`base/${i}.yaml`, 'x'.repeat(9_000)]),
  )
  const token = await save(undefined, many)
  const { archive } = await world.connect()
  world.sent()
  expect(await archive.load(call)).toEqual({ token, files: many })
  // They are all the same text.
  expect(world.sent().reads).toBe(3)
})

test('250 different texts take three queries, and each is asked for once', async () => {
  const many = Object.fromEntries(Array.from({ length: 250 }, (_, i) => [`base/${i}.yaml`, `a: ${i}\n`]))
  const first = await save(undefined, many)
  const { archive } = await world.connect({}, createTestCall({ readOnly: true }))
  world.sent()
  expect(await archive.load(createTestCall({ readOnly: true }))).toEqual({ token: first, files: many })
  expect(world.sent()).toEqual({ reads: 2 + 3, writes: 0 })
  const changed = { ...many, 'base/7.yaml': 'a: 0.5\n' }
  const second = await save(first, changed)
  world.sent()
  expect(await archive.load(call)).toEqual({ token: second, files: changed })
  expect(world.sent().reads).toBe(2 + 1)
})

test('what GraphQL cuts off is read whole', async () => {
  await restart({ limits: { blobTextBytes: 20 } })
  const long = { ...files, 'base/long.yaml': `a: ${'é'.repeat(30)}\n` }
  const token = await save(undefined, long)
  const { archive } = await world.connect()
  world.sent()
  expect(await archive.load(call)).toEqual({ token, files: long })
  expect(world.sent().reads).toBe(3 + 1)
})

test('without GraphQL it is asked for once, and texts are read one by one', async () => {
  await restart({ graphql: false })
  const token = await save(undefined)
  const { archive } = await world.connect()
  world.sent()
  expect(await archive.load(call)).toEqual({ token, files })
  expect(world.sent().reads).toBe(3 + 3)
})

test.each([
  ['a rate limit', { kind: 'graphql-rate-limit' }, 'rate-limited'],
  ['a cut connection', { kind: 'cut-before' }, 'unavailable'],
  ['a proxy’s page', { kind: 'html', status: 200 }, 'invalid-response'],
] as const)('%s while texts are read is no archive that is empty', async (_, fault, kind) => {
  await save(undefined)
  const { archive } = await world.connect()
  world.github.emulator.faults.add({ match: { path: '/graphql' }, fault })
  await expect(archive.load(call)).rejects.toMatchObject({ kind })
})
