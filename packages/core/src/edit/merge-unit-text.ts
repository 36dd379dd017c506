import type { FieldChange } from '../compare/field-change.ts'
import { TidewayError } from '../errors/tideway-error.ts'
import { deepEqual } from '../model/deep-equal.ts'
import type { FieldEdit } from '../model/field-edit.ts'
import { getField } from '../model/get-field.ts'
import type { Tree } from '../model/json.ts'
import type { Normalization } from '../normalize/normalization.ts'
import { readUnitTree } from '../normalize/read-unit-tree.ts'
import type { UnitTree } from '../normalize/unit-tree.ts'
import { deriveText } from './derive-text.ts'
import { keepsHiddenFields } from './keeps-hidden-fields.ts'
import { mergeTree } from './merge-tree.ts'
import { placeSecretEdits } from './place-secret-edit.ts'
import type { TextRecipe } from './text-recipe.ts'

/** One change of a unit, and whether the target takes the source's value or keeps its own. */
export interface ChosenChange {
  readonly change: FieldChange
  readonly isTaken: boolean
}

/** A unit to merge; the source is the left side of its changes, the target the right one. */
export interface UnitToMerge {
  readonly unit: string
  readonly sourceText: string
  readonly targetText: string
  readonly targetTree: UnitTree
  /** Every change that somebody has to decide; the others may come out either way. */
  readonly chosen: readonly ChosenChange[]
  /** The rules that the sides were compared by. Default: the built-in ones. */
  readonly normalization?: Normalization | undefined
}

/** The merged text and how it is made, or why it cannot be made by an edit. */
export type MergedUnitText =
  | { readonly kind: 'merged'; readonly text: string; readonly tree: UnitTree; readonly recipe: TextRecipe }
  | { readonly kind: 'refused'; readonly error: TidewayError }

/**
 * Makes the text of a unit in which every change is as it was chosen. Where the target keeps nothing of its own, and
 * `startFrom` allows it, that is the source's text, with what only a server keeps carried over; otherwise, and where
 * the source lacks fields that comparing leaves out, the target's text with the smallest edits.
 * The text is read again before it is handed out. A unit without resources has an empty text.
 */
export function mergeUnitText(unit: UnitToMerge, startFrom: 'source' | 'target'): MergedUnitText {
  const { sourceText, targetText, normalization } = unit
  const whole = startFrom === 'source' && keepsHiddenFields(sourceText, targetText, normalization)
  const recipe = placeEdits(chooseRecipe(unit.chosen, whole ? 'source' : 'target'), unit)
  const derived = deriveText(recipe, { source: sourceText, target: targetText })
  if (derived.kind === 'refused') return derived
  const read = readUnitTree(derived.text, unit.unit, normalization)
  if (read.kind === 'invalid') return { kind: 'refused', error: read.error }
  const wanted = mergeTree(unit.targetTree, unit.chosen)
  if (!isWanted(read.tree, wanted, unit.chosen)) return { kind: 'refused', error: unfaithful(unit.unit) }
  const isEmpty = Object.keys(read.tree).length === 0
  return { kind: 'merged', text: isEmpty ? '' : derived.text, tree: read.tree, recipe }
}

function chooseRecipe(chosen: readonly ChosenChange[], startFrom: 'source' | 'target'): TextRecipe {
  const kept = chosen.filter(({ isTaken }) => !isTaken)
  if (startFrom === 'source' && kept.every(({ change }) => isServerKept(change.kind))) {
    return { from: 'source', edits: kept.map(({ change }) => setValue(change, change.right)) }
  }
  const taken = chosen.filter(({ isTaken }) => isTaken)
  return { from: 'target', edits: taken.map(({ change }) => setValue(change, change.left)) }
}

function placeEdits(recipe: TextRecipe, { sourceText, targetText }: UnitToMerge): TextRecipe {
  return {
    ...recipe,
    edits: placeSecretEdits(recipe.edits, recipe.from === 'source' ? sourceText : targetText),
  }
}

function isServerKept(kind: FieldChange['kind']): boolean {
  return kind === 'automation' || kind === 'unowned' || kind === 'ignored'
}

function setValue({ resource, path }: FieldChange, value: Tree): FieldEdit {
  return { resource, path, value }
}

// Differences that mean nothing (order, defaults) may come out either way; every chosen field may not.
function isWanted(tree: UnitTree, wanted: Tree, chosen: readonly ChosenChange[]): boolean {
  return chosen.every(({ change }) => {
    const path = [change.resource, ...change.path]
    return deepEqual(getField(tree, path), getField(wanted, path))
  })
}

function unfaithful(unit: string): TidewayError {
  return new TidewayError({
    code: 'TIDEWAY_EDIT_REFUSED',
    message: `the text of unit ${unit} cannot be edited so that it holds exactly what was decided`,
    next: 'make the change by hand, or take the unit whole from one side',
  })
}
