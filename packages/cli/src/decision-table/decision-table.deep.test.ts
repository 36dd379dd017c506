import { describe, it } from 'vitest'
import { decisionRows } from './decision-rows.ts'
import { openEmulatedWorld } from './open-emulated-world.ts'
import { expectRest, playRow } from './play-row.ts'

describe('the decision table at the emulators, through the command', () => {
  it.each(decisionRows)('$row', async (row) => {
    const world = await openEmulatedWorld(row)
    try {
      await world.publish(0)
      await playRow(row, world)
      await expectRest(row, world)
    } finally {
      await world.project.close()
    }
  })
})
