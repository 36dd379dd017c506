import { Refusal } from './refusal.ts'
import type { UnitRecord } from './state.ts'

/** Throws a 409 refusal where a delete gate of a unit is closed. */
export function assertDeletable(unit: UnitRecord): void {
  const gate = Object.entries(unit.DeleteGates).find(([, closed]) => closed)?.[0]
  if (gate !== undefined) throw new Refusal(409, `Unit ${unit.Slug} has the delete gate ${gate}.`)
}
