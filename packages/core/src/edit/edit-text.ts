import { TidewayError } from '../errors/tideway-error.ts'
import { deepEqual } from '../model/deep-equal.ts'
import type { FieldEdit } from '../model/field-edit.ts'
import { defaultParseLimits } from '../parse/parse-limits.ts'
import { parseUnit } from '../parse/parse-unit.ts'
import type { ParsedResource } from '../parse/parsed-unit.ts'
import { readBlockUnit } from '../parse/read-block-unit.ts'
import { applyEdits, type UnitResources } from './apply-edits.ts'
import { editPieces } from './edit-pieces.ts'
import { editRefused } from './edit-refused.ts'
import type { EditOptions, EditResult } from './edit-result.ts'
import { replaceScalars } from './replace-scalars.ts'

/**
 * Makes edits in a unit's text, one after the other, with the smallest change of its lines: comments, key order,
 * quoting, indentation and line ends of everything else stay byte for byte, and setting what is already there
 * changes nothing. A comment goes with the field that it stands beside, inside or right above.
 * The result is read again before it is handed out: it holds what `applyEdits` makes of the parsed text, or the
 * edit is refused (`TIDEWAY_EDIT_REFUSED`, or the error of a text that cannot be read).
 *
 * @example
 * const path = ['spec', 'containers', '[name=app]', 'image']
 * editText(text, [{ resource: 'Deployment.apps/shop/web', path, value: 'web:2' }])
 */
export function editText(text: string, edits: readonly FieldEdit[], options: EditOptions = {}): EditResult {
  try {
    const plain = readBlockUnit(text, defaultParseLimits)
    const wanted = applyEdits(valuesOf(plain ?? readResources(text, options)), edits)
    const replaced = plain && replaceScalars(text, plain, edits)
    if (replaced !== undefined && holds(replaced, wanted, options)) return { kind: 'edited', text: replaced }
    const edited = editPieces(text, edits, options)
    if (holds(edited, wanted, options)) return { kind: 'edited', text: edited }
    const [first] = edits
    const reason = 'the edited text does not hold what was asked for'
    throw editRefused(first?.resource ?? '', first?.path ?? [], reason)
  } catch (error) {
    if (TidewayError.isInstance(error)) return { kind: 'refused', error }
    throw error
  }
}

function readResources(text: string, options: EditOptions): readonly ParsedResource[] {
  const parsed = parseUnit(text, { name: options.name })
  if (parsed.kind === 'invalid') throw parsed.error
  return parsed.resources
}

function valuesOf(resources: readonly ParsedResource[]): UnitResources {
  return new Map(resources.map(({ key, value }) => [key, value]))
}

function holds(text: string, wanted: UnitResources, options: EditOptions): boolean {
  const read = parseUnit(text, { name: options.name })
  if (read.kind === 'invalid') return false
  return (
    read.resources.length === wanted.size &&
    [...wanted].every(([key, value], index) => {
      const found = read.resources[index]
      return found?.key === key && deepEqual(found.value, value)
    })
  )
}
