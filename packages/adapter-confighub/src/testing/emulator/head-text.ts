import type { UnitRecord } from './state.ts'

/** The text of a unit's head revision; a unit that has no revision yet is empty. */
export function headText(unit: UnitRecord): string {
  return unit.revisions.at(-1)?.text ?? ''
}
