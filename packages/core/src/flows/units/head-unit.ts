import type { UnitHead } from '../../contract/source.ts'
import type { UnitTree } from '../../normalize/unit-tree.ts'

/** A unit of the authority with its text. */
export interface HeadUnit {
  readonly head: UnitHead
  readonly text: string
  readonly tree: UnitTree
}
