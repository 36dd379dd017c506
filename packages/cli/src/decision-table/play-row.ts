import type { FlowReport } from '@tideway/core'
import { formatText } from '@tideway/core'
import { expect } from 'vitest'
import type { DecisionRow } from './decision-row.ts'
import type { TableWorld } from './table-world.ts'

/** Plays a row in a world in which the agreed units are published already, and expects what it says. */
export async function playRow(row: DecisionRow, world: TableWorld): Promise<void> {
  const { agreed, git = agreed, confighub = agreed, mishap, maxDeletes = 0 } = row
  if (git !== agreed) await world.develop(git, `Let Git be as in "${row.row}"`)
  world.operate(confighub)
  if (mishap !== undefined) await world.befall(mishap)
  const before = world.confighub()

  const synced = await world.sync()
  expect(summaryOf(synced)).toBe(row.sync.outcome)
  expect(await world.proposed()).toEqual(row.sync.proposes)
  expect(takenConflicts(synced)).toEqual(row.sync.conflicts ?? [])

  const published = await world.publish(maxDeletes)
  expect(summaryOf(published)).toBe(row.publish.outcome)
  expect(world.confighub()).toEqual(row.publish.confighub ?? before)
  expect(published.syncDue).toEqual(row.publish.syncDue ?? [])
  expect(formatText(published)).toContain(row.publish.says ?? '')
}

/** Expects that running both flows again writes nothing anywhere. */
export async function expectRest(row: DecisionRow, world: TableWorld): Promise<void> {
  await world.sync()
  const before = world.writes()
  await world.publish(row.maxDeletes ?? 0)
  await world.sync()
  expect(world.writes()).toBe(before)
}

function summaryOf({ outcome }: FlowReport): string {
  return outcome
}

function takenConflicts(report: FlowReport): readonly string[] {
  return report.units.flatMap(({ unit, fields }) =>
    fields
      .filter(({ change, verdict }) => change === 'conflict' && verdict === 'take')
      .map(({ path }) => `${unit}${path}`),
  )
}
