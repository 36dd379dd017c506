import type { Range } from 'yaml'
import { TidewayError } from '../errors/tideway-error.ts'
import { deepEqual } from '../model/deep-equal.ts'
import type { FieldPath } from '../model/field-path.ts'
import type { Tree } from '../model/json.ts'
import { setField } from '../model/set-field.ts'
import { formatBlock, isBlock } from '../parse/format-value.ts'
import { readDocuments, type YamlDocument } from '../parse/read-documents.ts'
import { editDocument } from './edit-document.ts'
import { editRefused } from './edit-refused.ts'
import type { EditResult } from './edit-result.ts'
import { beginEdit } from './edit-state.ts'

/** Sets one field of a YAML document, or removes it where `value` is undefined; list elements by index or keys. */
export interface YamlEdit {
  readonly path: FieldPath
  readonly value: Tree
}

/**
 * Makes edits in a YAML text of one document of any form, as `editText` does in a unit's: with the smallest change
 * of its lines, and read again before it is handed out. A text without a document gets one.
 *
 * @example
 * editYaml('image:\n  tag: "1" # ours\n', [{ path: ['image', 'tag'], value: '2' }])
 * // { kind: 'edited', text: 'image:\n  tag: "2" # ours\n' }
 */
export function editYaml(
  text: string,
  edits: readonly YamlEdit[],
  options: { readonly name?: string | undefined } = {},
): EditResult {
  const name = options.name ?? 'the file'
  try {
    const before = readFirst(text, name)
    const wanted = edits.reduce<Tree>(
      (value, edit) => setField(value ?? {}, edit.path, edit.value),
      before?.value,
    )
    const isFilled = before !== undefined && isBlock(before.value)
    const edited = isFilled ? editBelow(text, edits, name) : begin(text, before?.node.contents?.range, wanted)
    if (deepEqual(readFirst(edited, name)?.value, wanted)) return { kind: 'edited', text: edited }
    throw editRefused(name, edits[0]?.path ?? [], 'the edited text does not hold what was asked for')
  } catch (error) {
    if (TidewayError.isInstance(error)) return { kind: 'refused', error }
    throw error
  }
}

function editBelow(text: string, edits: readonly YamlEdit[], name: string): string {
  let state = beginEdit(text, readDocuments(text, { keepTokens: true, name }), 0)
  const target = { resource: name, root: [], listKeys: undefined }
  for (const { path, value } of edits) state &&= editDocument(state, target, path, value)
  return state?.text ?? text
}

// Comments may be all that there is, and stay; an empty map in braces gives way.
function begin(text: string, empty: Range | null | undefined, value: Tree): string {
  if (value === undefined || !isBlock(value)) return text
  const newline = text.includes('\r\n') ? '\r\n' : '\n'
  const block = formatBlock(value, 0).replaceAll('\n', newline)
  if (empty) return text.slice(0, empty[0]) + block + text.slice(empty[1])
  const lineBreak = text === '' || text.endsWith('\n') ? '' : newline
  return `${text}${lineBreak}${block}${newline}`
}

function readFirst(text: string, name: string): YamlDocument | undefined {
  const [first] = readDocuments(text, { name }).documents
  return first === undefined || first.value === null ? undefined : first
}
