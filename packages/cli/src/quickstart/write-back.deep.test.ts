import { afterAll, beforeAll, describe, it } from 'vitest'
import { operatorChanges } from './operator-changes.fixture.ts'
import {
  missingPrograms,
  type PublishedStage,
  startPublishedStage,
  syncAndMerge,
} from './sync-and-merge.fixture.ts'

let published: PublishedStage
beforeAll(async () => {
  published = await startPublishedStage()
})
afterAll(() => published.close())

describe('an operator’s change, synced, merged and published, leaves nothing', () => {
  for (const change of operatorChanges) {
    const { program, strategy } = change
    const isMissing = program !== undefined && missingPrograms.includes(program)
    it.skipIf(isMissing)(isMissing ? `skipped: ${program}` : strategy, () =>
      syncAndMerge(published.stage, [change]),
    )
  }
})
