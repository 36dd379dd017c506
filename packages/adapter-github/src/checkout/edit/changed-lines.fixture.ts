import { formatUnit, getField, type JsonObject, type Tree } from '@tideway/core'
import { type EnvironmentState, trySet } from './environment-state.ts'
import type { WantedChange } from './wanted-change.ts'

/** How many lines a change may touch: those of the old and of the new value, of the list around it where it is in one, and its path. */
export function linesOf(change: WantedChange, state: EnvironmentState): number {
  if (change.kind === 'add') return heightOf({ text: change.text })
  const unit = state.get(change.unit)
  const resources = unit?.kind === 'read' ? unit.resources : new Map<string, JsonObject>()
  // Comments at the head of a file, and separators, go with a unit.
  if (change.kind === 'delete')
    return [...resources.values()].reduce((sum, one) => sum + heightOf(one) + 3, 0)
  const { resource, path } = change.edit
  const list = path.findIndex((segment) => segment.startsWith('['))
  const place = list < 0 ? path : path.slice(0, list)
  const present = resources.get(resource)
  const next = trySet(present, path, change.edit.value)
  const goal = typeof next === 'string' ? undefined : next.value
  return heightOf(getField(present, place)) + heightOf(getField(goal, place)) + path.length
}

function heightOf(of: Tree): number {
  return of === undefined ? 0 : formatUnit([{ of }]).split('\n').length
}

/** The lines of two texts that are not in the longest text that both have in common. */
export function countChangedLines(before: string, after: string): number {
  const [left, right] = [before.split('\n'), after.split('\n')]
  let row = right.map(() => 0)
  for (const line of left) {
    const next: number[] = []
    for (const [index, other] of right.entries()) {
      const diagonal = (row[index - 1] ?? 0) + 1
      next.push(line === other ? diagonal : Math.max(row[index] ?? 0, next[index - 1] ?? 0))
    }
    row = next
  }
  return left.length + right.length - 2 * (row.at(-1) ?? 0)
}
