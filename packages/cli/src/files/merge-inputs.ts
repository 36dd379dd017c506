import {
  type ChooseSide,
  type FieldReport,
  type MergedUnit,
  mergeThreeWay,
  type Normalization,
  reportField,
  type ThreeWayMerge,
} from '@tideway/core'
import { nameFile } from './compare-inputs.ts'
import { describeMoves } from './describe-moves.ts'
import type { Inputs } from './pair-inputs.ts'

/** How files are merged. */
export interface MergeOptions {
  /** Whose text is edited where both sides changed a file. */
  readonly onto: 'left' | 'right'
  /** Whose value a conflict gets; undefined: it is left open, and blocks. */
  readonly take?: 'left' | 'right' | undefined
  /** Default: the built-in rules. */
  readonly normalization?: Normalization | undefined
}

/** What became of one unit. */
export interface MergedUnitReport {
  readonly unit: string
  /** `left` or `right` where only that side's changes are in it, `both` where both sides' are. */
  readonly outcome: 'left' | 'right' | 'both' | 'same' | 'conflict' | 'refused' | 'unreadable'
  readonly isDeleted: boolean
  readonly conflicts: readonly Pick<
    FieldReport,
    'resource' | 'path' | 'pointers' | 'base' | 'left' | 'right'
  >[]
  readonly error?: { readonly code: string; readonly message: string } | undefined
}

/** What a merge did, as plain data. */
export interface MergeReport {
  /** `blocked`: a person has to decide; `failed`: something could not be read or written. Then nothing is written. */
  readonly outcome: 'merged' | 'blocked' | 'failed'
  readonly summary: string
  readonly units: readonly MergedUnitReport[]
  readonly notes: readonly string[]
}

const sides = { left: 'left', right: 'right' }

/** Merges files or folders, and says what became of each unit. */
export function mergeInputs(
  inputs: Inputs,
  { onto, take, normalization }: MergeOptions,
): { readonly merge: ThreeWayMerge; readonly report: MergeReport } {
  const choose: ChooseSide = (change) => (change.kind === 'one-side' ? change.side : take)
  const nameOf = (unit: string, side: 'base' | 'left' | 'right') => nameFile(unit, side, inputs)
  const merge = mergeThreeWay(inputs.base, inputs.left, inputs.right, { onto, choose, normalization, nameOf })
  const units = merge.units.map((unit) => reportMerged(unit, merge))
  const isFailed = units.some(({ outcome }) => outcome === 'unreadable' || outcome === 'refused')
  const open = units.flatMap(({ conflicts }) => conflicts).length
  const outcome = isFailed ? 'failed' : merge.isClean ? 'merged' : 'blocked'
  const counted = `${units.length} of ${merge.comparison.unitCount} ${merge.comparison.unitCount === 1 ? 'unit' : 'units'} changed`
  const conflicts = `${open} ${open === 1 ? 'conflict' : 'conflicts'}`
  const summary = {
    merged: counted,
    blocked: `${conflicts}, nothing written`,
    failed: `${units.filter(({ error }) => error !== undefined).length} units cannot be merged, nothing written`,
  }[outcome]
  return { merge, report: { outcome, summary, units, notes: describeMoves(merge.comparison, sides) } }
}

function reportMerged(unit: MergedUnit, { comparison }: ThreeWayMerge): MergedUnitReport {
  if (unit.kind === 'unlisted')
    return { unit: unit.unit, outcome: 'unreadable', isDeleted: false, conflicts: [] }
  if (unit.kind === 'unreadable') {
    return {
      unit: unit.unit,
      outcome: 'unreadable',
      isDeleted: false,
      conflicts: [],
      error: showError(unit.error),
    }
  }
  const compared = comparison.units.find((item) => item.unit === unit.unit)
  const trees =
    compared?.kind === 'compared' ? { left: compared.left.tree, right: compared.right.tree } : undefined
  const conflicts = unit.conflicts.map((change) => {
    const decided = { change, verdict: 'block', rule: '', beat: [] } as const
    const { resource, path, pointers, base, left, right } = reportField(decided, sides, trees)
    return { resource, path, pointers, base, left, right }
  })
  if (unit.kind === 'refused') {
    return { unit: unit.unit, outcome: 'refused', isDeleted: false, conflicts, error: showError(unit.error) }
  }
  const { left, right } = unit.taken
  const merged = left > 0 && right > 0 ? 'both' : left > 0 ? 'left' : right > 0 ? 'right' : 'same'
  const isDeleted = unit.text === undefined
  return { unit: unit.unit, outcome: conflicts.length > 0 ? 'conflict' : merged, isDeleted, conflicts }
}

function showError({ code, message }: { readonly code: string; readonly message: string }) {
  return { code, message }
}
