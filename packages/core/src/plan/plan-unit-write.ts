import type { UnitHead } from '../contract/source.ts'
import type { DecidedChange } from '../decide/decide-change.ts'
import { TidewayError } from '../errors/tideway-error.ts'
import { deepEqual } from '../model/deep-equal.ts'
import { getField } from '../model/get-field.ts'
import type { Tree } from '../model/json.ts'
import { setField } from '../model/set-field.ts'
import type { Normalization } from '../normalize/normalization.ts'
import { readUnitTree } from '../normalize/read-unit-tree.ts'
import type { UnitTree } from '../normalize/unit-tree.ts'
import { deriveText } from './derive-text.ts'
import { keepsHiddenFields } from './keeps-hidden-fields.ts'
import type { PlannedWrite } from './planned-write.ts'
import type { TextRecipe } from './text-recipe.ts'

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
  /** The rules that the sides were compared by. Default: the built-in ones. */
  readonly normalization?: Normalization | undefined
}

/** A planned write, or why the wanted value cannot be written as an edit of the text. */
export type UnitPlan =
  | { readonly kind: 'planned'; readonly write: PlannedWrite; readonly text: string }
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
  const whole =
    startFrom === 'source' && keepsHiddenFields(unit.sourceText, unit.headText, unit.normalization)
  const recipe = writeRecipe(unit.decided, whole ? 'source' : 'target')
  const derived = deriveText(recipe, { source: unit.sourceText, target: unit.headText })
  if (derived.kind === 'refused') return derived
  const wanted = mergedTree(unit)
  const read = readUnitTree(derived.text, unit.unit, unit.normalization)
  if (read.kind === 'invalid') return { kind: 'refused', error: read.error }
  if (!isWanted(read.tree, wanted, unit.decided)) return { kind: 'refused', error: unfaithful(unit.unit) }
  const empty = Object.keys(read.tree).length === 0
  const text = empty ? '' : derived.text
  const write: PlannedWrite = {
    kind: empty ? 'withdraw' : unit.head === undefined ? 'create' : 'update',
    unit: unit.unit,
    ref: unit.head?.ref ?? { unit: unit.unit },
    expected: unit.head?.revision ?? 'absent',
    recipe,
    digest: sha256(text),
    description: unit.description,
  }
  return { kind: 'planned', write, text }
}

function writeRecipe(decided: readonly DecidedChange[], startFrom: 'source' | 'target'): TextRecipe {
  const kept = decided.filter((item) => item.verdict !== 'take')
  const carries = kept.every(({ change }) => isServerKept(change.kind))
  if (startFrom === 'source' && carries) {
    return { from: 'source', edits: kept.map(({ change }) => edit(change, change.right)) }
  }
  const taken = decided.filter((item) => item.verdict === 'take')
  return { from: 'target', edits: taken.map(({ change }) => edit(change, change.left)) }
}

function isServerKept(kind: DecidedChange['change']['kind']): boolean {
  return kind === 'automation' || kind === 'unowned' || kind === 'ignored'
}

function edit(change: DecidedChange['change'], value: Tree) {
  return { resource: change.resource, path: change.path, value }
}

function mergedTree(unit: UnitToWrite): Tree {
  let tree: Tree = unit.headTree
  for (const { change, verdict } of unit.decided) {
    if (verdict === 'take') tree = setField(tree, [change.resource, ...change.path], change.left)
  }
  return tree
}

// Differences that mean nothing (order, defaults) may come out either way; every decided field may not.
function isWanted(tree: UnitTree, wanted: Tree, decided: readonly DecidedChange[]): boolean {
  return decided.every(({ change }) => {
    const path = [change.resource, ...change.path]
    return deepEqual(getField(tree, path), getField(wanted, path))
  })
}

function unfaithful(unit: string): TidewayError {
  return new TidewayError({
    code: 'TIDEWAY_EDIT_REFUSED',
    message: `the text of unit ${unit} cannot be edited so that it holds exactly what was decided`,
    next: 'make the change by hand, or write the unit whole with --force --unit',
  })
}
