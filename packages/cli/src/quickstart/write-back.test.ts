import { it } from 'vitest'
import { operatorChanges } from './operator-changes.fixture.ts'
import { missingPrograms, startPublishedStage, syncAndMerge } from './sync-and-merge.fixture.ts'

it('an operator’s changes, one for each renderer, are synced, merged and published, and nothing is left', async () => {
  const { stage, close } = await startPublishedStage()
  try {
    const changes = operatorChanges.filter(
      ({ program }) => program === undefined || !missingPrograms.includes(program),
    )
    await syncAndMerge(stage, changes)
  } finally {
    await close()
  }
}, 120_000)

for (const program of missingPrograms) it.skip(`skipped: ${program}`)
