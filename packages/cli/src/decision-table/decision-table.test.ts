import { describe, it } from 'vitest'
import { decisionRows } from './decision-rows.ts'
import { openMemoryWorld } from './open-memory-world.ts'
import { expectRest, playRow } from './play-row.ts'

describe('the decision table in memory', () => {
  it.each(decisionRows)('$row', async (row) => {
    const world = openMemoryWorld(row)
    await world.develop(row.agreed, 'Add what is agreed')
    await world.publish(0)
    await playRow(row, world)
    await expectRest(row, world)
  })
})
