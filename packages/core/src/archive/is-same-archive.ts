import { formatArchive } from './archive-format.ts'
import type { ArchiveState } from './archive-state.ts'

/** Tells whether saving the one would write just what saving the other does. */
export function isSameArchive(one: ArchiveState, other: ArchiveState): boolean {
  if (one === other) return true
  const [left, right] = [formatArchive(one), formatArchive(other)]
  const names = Object.keys(left)
  return names.length === Object.keys(right).length && names.every((name) => left[name] === right[name])
}
