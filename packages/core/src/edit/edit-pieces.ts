import type { FieldEdit } from '../model/field-edit.ts'
import { isJsonObject } from '../model/json.ts'
import { formatUnit } from '../parse/format-unit.ts'
import { type LocatedResource, locateResources } from '../parse/locate-resources.ts'
import { readDocuments, type YamlStream } from '../parse/read-documents.ts'
import { editDocument } from './edit-document.ts'
import { editRefused } from './edit-refused.ts'
import type { EditOptions } from './edit-result.ts'
import { beginEdit } from './edit-state.ts'
import { splitDocuments } from './split-documents.ts'

/**
 * Makes edits in a unit's text, document by document: each document is a piece that is read alone, with its tokens.
 * Throws a TidewayError (`TIDEWAY_EDIT_REFUSED`) for an edit that the lines of its document cannot take.
 */
export function editPieces(text: string, edits: readonly FieldEdit[], options: EditOptions): string {
  let pieces = splitDocuments(text).map((piece) => readPiece(piece))
  for (const edit of edits) pieces = editOne(pieces, edit, options)
  return pieces.map((piece) => piece.text).join('')
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

function editOne(pieces: readonly Piece[], edit: FieldEdit, options: EditOptions): Piece[] {
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
