import { afterEach, beforeEach, expect, test } from 'vitest'
import { startTestEmulator, type TestEmulator } from '../start-test-emulator.ts'

const zeros = '0'.repeat(40)
const mutation = 'mutation ($input: UpdateRefsInput!) { updateRefs(input: $input) { clientMutationId } }'

let github: TestEmulator
let main: string
let repositoryId: string

const update = (refUpdates: readonly object[], headers?: Readonly<Record<string, string>>) =>
  github.call(
    'POST',
    '/graphql',
    { query: mutation, variables: { input: { repositoryId, refUpdates } } },
    headers,
  )

beforeEach(async () => {
  github = await startTestEmulator()
  main = (await github.repository.resolve('main')) ?? ''
  const query =
    'query Id($owner: String!) { found: repository(owner: $owner, name: "r") { id, nameWithOwner } }'
  const answer = await github.call('POST', '/api/graphql', { query, variables: { owner: 'o' } })
  expect(answer.at('data.found.nameWithOwner')).toBe('o/r')
  repositoryId = answer.at('data.found.id')
})
afterEach(() => github.close())

test('creates, moves and deletes refs from where they were read', async () => {
  const next = await github.commit(main, { x: '1\n' })
  const name = 'refs/heads/sync/prod'
  expect((await update([{ name, beforeOid: zeros, afterOid: main }])).body).toEqual({
    data: { updateRefs: { clientMutationId: null } },
  })
  await update([{ name, beforeOid: main, afterOid: next }])
  expect(await github.repository.resolve(name)).toBe(next)
  await update([{ name, beforeOid: next, afterOid: main, force: true }])
  expect(await github.repository.resolve(name)).toBe(main)
  await update([{ name, beforeOid: main, afterOid: zeros }])
  expect(await github.repository.resolve(name)).toBeUndefined()
})

test('moves all refs or none', async () => {
  const next = await github.commit(main, { x: '1\n' })
  const answer = await update([
    { name: 'refs/tideway/prod', beforeOid: zeros, afterOid: next },
    { name: 'refs/heads/main', beforeOid: next, afterOid: next },
  ])
  expect([answer.status, answer.at('errors.0.type'), answer.at('data.updateRefs')]).toEqual([
    200,
    'STALE_DATA',
    'null',
  ])
  expect(await github.repository.resolve('refs/tideway/prod')).toBeUndefined()
})

test('is won by one of two with the same lease', async () => {
  const sides = await Promise.all([github.commit(main, { l: '1\n' }), github.commit(main, { r: '1\n' })])
  const answers = await Promise.all(
    sides.map((afterOid) => update([{ name: 'refs/heads/main', beforeOid: main, afterOid, force: true }])),
  )
  expect(answers.map((answer) => answer.at('errors.0.type')).sort()).toEqual(['STALE_DATA', 'undefined'])
})

test('moves back only by force', async () => {
  const next = await github.repository.commitFiles('main', { x: '1\n' }, 'X')
  const refused = await update([{ name: 'refs/heads/main', beforeOid: next, afterOid: main }])
  expect(refused.at('errors.0.type')).toBe('UNPROCESSABLE')
})

test('is refused to a reader, and without a token', async () => {
  const wanted = [{ name: 'refs/heads/x', afterOid: main }]
  expect((await update(wanted, { authorization: 'bearer read-token' })).at('errors.0.type')).toBe('FORBIDDEN')
  expect((await update(wanted, { authorization: 'bearer other-token' })).at('errors.0.type')).toBe(
    'NOT_FOUND',
  )
  expect((await update(wanted, { authorization: 'bearer wrong' })).status).toBe(401)
})

test('is absent where the server has no GraphQL', async () => {
  const old = await startTestEmulator({ graphql: false })
  expect((await old.call('POST', '/api/graphql', { query: '{ viewer { login } }' })).status).toBe(404)
  await old.close()
})

test('names fields and documents that it cannot answer', async () => {
  for (const query of [
    '{ repository(owner: "o", name: "r") { issues } }',
    '{ viewer { ...F } }',
    'mutation { x }',
    '{',
  ]) {
    const answer = await github.call('POST', '/graphql', { query })
    expect([answer.status, answer.at('data')]).toEqual([200, 'undefined'])
    expect(answer.at('errors.0.message')).toMatch(/Parse error|doesn't exist/)
  }
})
