import { createTestCall } from '@tideway/core/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startTestGitHub, type TestGitHub } from './start-test-github.ts'

let world: TestGitHub
const call = createTestCall()
const statuses = () => world.github.emulator.requests.map(({ status }) => status)

beforeEach(async () => {
  world = await startTestGitHub()
})
afterEach(() => world.github.close())

test('what was read before is read again for free, until it changes', async () => {
  const { archive } = await world.connect()
  const first = await archive.save({ a: '1' }, undefined, 'one', call)
  if (first.kind !== 'saved') throw new Error('the save lost a race')
  for (const _ of [1, 2, 3]) expect(await archive.token(call)).toBe(first.token)
  expect(statuses().slice(-3)).toEqual([200, 304, 304])
  const second = await (await world.connect()).archive.save({ a: '2' }, first.token, 'two', call)
  expect(await archive.token(call)).toBe(second.kind === 'saved' && second.token)
  expect(statuses().at(-1)).toBe(200)
})

test('a nothing-to-do run through the default client repeats no read', async () => {
  const { proposals } = await world.connect({ throttle: true })
  await proposals.close('Both sides agree.', call)
  world.sent()
  await proposals.close('Both sides agree.', call)
  expect(statuses().at(-1)).toBe(404)
  expect(world.sent()).toEqual({ reads: 1, writes: 0 })
})

test('requests are counted, and told when the endpoint is closed', async () => {
  const told: unknown[] = []
  const logger = { debug: (...words: unknown[]) => void told.push(words), warn: () => {} }
  const { connect } = world
  const endpoint = await connect({}, createTestCall({ logger }))
  await endpoint.archive.save({ a: '1' }, undefined, 'one', call)
  await endpoint.archive.token(call)
  await endpoint.archive.token(call)
  await endpoint.close()
  expect(told).toEqual([['github:o/r was asked', { reads: 4, unchanged: 1, writes: 3 }]])
})
