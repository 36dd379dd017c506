import type { UnitHead } from '../contract/source.ts'
import type { DecidedChange } from '../decide/decide-change.ts'
import { mergeUnitText } from '../edit/merge-unit-text.ts'
import type { TidewayError } from '../errors/tideway-error.ts'
import type { Normalization } from '../normalize/normalization.ts'
import type { UnitTree } from '../normalize/unit-tree.ts'
import type { PlannedWrite } from './planned-write.ts'

/** A unit whose verdict is to be written into the authority, with both sides as they were read. */
export interface UnitToWrite {
  readonly unit: string
  readonly sourceText: string
  /** Undefined where the authority has no record of the unit. */
  readonly head: UnitHead | undefined
  readonly headText: string
  readonly headTree: UnitTree
  /** Decided changes; the flow's source is their left side, its target their right side. */
  readonly decided: readonly DecidedChange[]
  readonly description: string
  /** A unit of which nothing is left is removed for good. Default: emptied, which can be restored. */
  readonly purge?: boolean | undefined
  /** The rules that the sides were compared by. Default: the built-in ones. */
  readonly normalization?: Normalization | undefined
}

/** A planned write, or why the wanted value cannot be written as an edit of the text. */
export type UnitPlan =
  | { readonly kind: 'planned'; readonly write: PlannedWrite }
  | { readonly kind: 'refused'; readonly error: TidewayError }

/**
 * Plans the write of one unit. Where only the source changed it, the source's text is written, with what the
 * server itself keeps carried over; where the target keeps changes of its own, or fields that comparing leaves out
 * and the source lacks, the target's text with the smallest edits.
 */
export function planUnitWrite(
  unit: UnitToWrite,
  startFrom: 'source' | 'target',
  sha256: (text: string) => string,
): UnitPlan {
  const merged = mergeUnitText(
    {
      unit: unit.unit,
      sourceText: unit.sourceText,
      targetText: unit.headText,
      targetTree: unit.headTree,
      chosen: unit.decided.map(({ change, verdict }) => ({ change, isTaken: verdict === 'take' })),
      normalization: unit.normalization,
    },
    startFrom,
  )
  if (merged.kind === 'refused') return merged
  const { text, recipe } = merged
  const write: PlannedWrite = {
    kind: kindOf(text, unit),
    unit: unit.unit,
    ref: unit.head?.ref ?? { unit: unit.unit },
    expected: unit.head?.revision ?? 'absent',
    recipe,
    digest: sha256(text),
    description: unit.description,
  }
  return { kind: 'planned', write }
}

function kindOf(text: string, { head, purge }: UnitToWrite): PlannedWrite['kind'] {
  if (text === '') return purge === true ? 'purge' : 'withdraw'
  return head === undefined ? 'create' : 'update'
}
