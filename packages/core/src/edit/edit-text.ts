import { TidewayError } from '../errors/tideway-error.ts'
import { deepEqual } from '../model/deep-equal.ts'
import type { FieldEdit } from '../model/field-edit.ts'
import { isJsonObject } from '../model/json.ts'
import type { ResourceKey } from '../model/resource-identity.ts'
import { formatUnit } from '../parse/format-unit.ts'
import { type LocatedResource, locateResources } from '../parse/locate-resources.ts'
import { parseUnit } from '../parse/parse-unit.ts'
import { readDocuments, type YamlStream } from '../parse/read-documents.ts'
import { applyEdits, type UnitResources } from './apply-edits.ts'
import { editDocument } from './edit-document.ts'
import { editRefused } from './edit-refused.ts'
import type { EditOptions, EditResult } from './edit-result.ts'
import { beginEdit } from './edit-state.ts'
import { splitDocuments } from './split-documents.ts'

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
    const wanted = applyEdits(readResources(text, options), edits)
    let pieces = splitDocuments(text).map((piece) => readPiece(piece))
    for (const edit of edits) pieces = editPieces(pieces, edit, options)
    const edited = pieces.map((piece) => piece.text).join('')
    requireSame(edited, wanted, edits, options)
    return { kind: 'edited', text: edited }
  } catch (error) {
    if (TidewayError.isInstance(error)) return { kind: 'refused', error }
    throw error
  }
}

/** A part of the text that can be read alone, and the resources in it. */
interface Piece {
  readonly text: string
  readonly stream: YamlStream
  readonly resources: readonly LocatedResource[]
}

function readPiece(text: string): Piece {
  return createPiece(text, readDocuments(text, { keepTokens: true }))
}

function createPiece(text: string, stream: YamlStream): Piece {
  return { text, stream, resources: locateResources(stream) }
}

function readResources(text: string, options: EditOptions): UnitResources {
  const parsed = parseUnit(text, { name: options.name })
  if (parsed.kind === 'invalid') throw parsed.error
  return new Map(parsed.resources.map(({ key, value }) => [key, value]))
}

function editPieces(pieces: readonly Piece[], edit: FieldEdit, options: EditOptions): Piece[] {
  const index = pieces.findIndex((piece) => piece.resources.some(({ key }) => key === edit.resource))
  const piece = pieces[index]
  const resource = piece?.resources.find(({ key }) => key === edit.resource)
  if (piece === undefined || resource === undefined) return appendResource(pieces, edit)
  const isWhole = edit.path.length === 0 && edit.value === undefined
  if (isWhole && resource.path.length === 0 && piece.resources.length === 1) {
    const kept = index === 0 && pieces.length > 1 ? headerOf(piece.text) : ''
    return pieces.toSpliced(index, 1, readPiece(kept))
  }
  return pieces.with(index, editPiece(piece, resource, edit, options))
}

/** The comments above the first separator are about the file, not about its first resource. */
function headerOf(text: string): string {
  return /^([ \t]*(#[^\r\n]*)?\r?\n)*(?=---\s)/.exec(text)?.[0] ?? ''
}

function editPiece(
  piece: Piece,
  { key, document, path }: LocatedResource,
  edit: FieldEdit,
  options: EditOptions,
): Piece {
  const state = beginEdit(piece.text, piece.stream, document)
  if (state === undefined) throw editRefused(key, edit.path, 'its document was not found')
  const target = { resource: key, root: path, listKeys: options.listKeys }
  const edited = editDocument(state, target, [...path, ...edit.path], edit.value)
  return edited === state ? piece : createPiece(edited.text, edited.stream)
}

function appendResource(pieces: readonly Piece[], edit: FieldEdit): Piece[] {
  const { value } = edit
  if (!isJsonObject(value)) return [...pieces]
  const text = pieces.map((piece) => piece.text).join('')
  const newline = text.includes('\r\n') ? '\r\n' : '\n'
  const lineBreak = text === '' || text.endsWith('\n') ? '' : newline
  const isOpen = pieces.every(({ resources }) => resources.length === 0) || /(^|\n)---[ \t]*\r?\n$/.test(text)
  const separator = isOpen ? '' : `---${newline}`
  const added = formatUnit([value]).replaceAll('\n', newline)
  return [...pieces, readPiece(`${lineBreak}${separator}${added}`)]
}

function requireSame(
  text: string,
  wanted: UnitResources,
  edits: readonly FieldEdit[],
  options: EditOptions,
): void {
  const read = [...readResources(text, options)]
  const isSame =
    read.length === wanted.size &&
    [...wanted].every(([key, value], index) => read[index]?.[0] === key && deepEqual(read[index]?.[1], value))
  if (isSame) return
  const key: ResourceKey = edits[0]?.resource ?? ''
  throw editRefused(key, edits[0]?.path ?? [], 'the edited text does not hold what was asked for')
}
