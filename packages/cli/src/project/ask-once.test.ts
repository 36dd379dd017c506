import { createMemoryConfigHub, createTestCall } from '@tideway/core/testing'
import { expect, it } from 'vitest'
import { askOnce } from './ask-once.ts'

it('asks once for all who want to know, and anew after a failure', async () => {
  const endpoint = createMemoryConfigHub()
  let tries = 0
  const connect = askOnce(async () => {
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
