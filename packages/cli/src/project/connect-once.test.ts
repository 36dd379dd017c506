import { createMemoryConfigHub, createTestCall } from '@tideway/core/testing'
import { expect, it } from 'vitest'
import { connectOnce } from './connect-once.ts'

it('connects once for all who ask, and anew after a connection that failed', async () => {
  const endpoint = createMemoryConfigHub()
  let tries = 0
  const connect = connectOnce(async () => {
    tries += 1
    if (tries === 1) throw new Error('the store is down')
    return endpoint
  })
  const call = createTestCall()
  await expect(Promise.all([connect(call), connect(call)])).rejects.toThrow('the store is down')
  expect(tries).toBe(1)
  expect(await Promise.all([connect(call), connect(call)])).toEqual([endpoint, endpoint])
  expect(tries).toBe(2)
})
