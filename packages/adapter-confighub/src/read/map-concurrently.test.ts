import { setTimeout } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { collect } from '../start-test-endpoint.ts'
import { mapConcurrently } from './map-concurrently.ts'

it('keeps the order, and no more than so many under way', async () => {
  let underWay = 0
  let most = 0
  const results = mapConcurrently([5, 1, 4, 2, 3, 1, 1], 3, async (item) => {
    underWay += 1
    most = Math.max(most, underWay)
    await setTimeout(item * 3)
    underWay -= 1
    return item * 10
  })
  expect(await collect(results)).toEqual([50, 10, 40, 20, 30, 10, 10])
  expect(most).toBe(3)
})

it('rejects with the first failure, and leaves no other unheard', async () => {
  const results = mapConcurrently([1, 2, 3], 3, async (item) => {
    await setTimeout(item === 1 ? 5 : 1)
    throw new Error(`item ${item}`)
  })
  await expect(collect(results)).rejects.toThrow('item 1')
})
