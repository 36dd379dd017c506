import type { Tree } from '../model/json.ts'
import { emptyPathSet, everyPath, type PathSet } from '../model/path-set.ts'

/** What both sides last agreed on: a value, and the fields below it of which nothing is known. */
export interface BaseTree {
  readonly value: Tree
  readonly unknown: PathSet
}

/** A base that is known everywhere. */
export function knownBase(value: Tree): BaseTree {
  return { value, unknown: emptyPathSet }
}

/** The base of something that nobody remembers: whatever differs is a conflict. */
export const unknownBase: BaseTree = { value: undefined, unknown: everyPath }
