import type { FieldEdit } from '../model/field-edit.ts'
import { getField } from '../model/get-field.ts'
import { isSecret } from '../model/secret-fields.ts'
import { parseUnit } from '../parse/parse-unit.ts'

/** Places edits of a Secret's data where the text has them: `stringData` wins over `data`, so it is what is edited. */
export function placeSecretEdits(edits: readonly FieldEdit[], text: string): readonly FieldEdit[] {
  if (!edits.some(({ resource }) => isSecret(resource))) return edits
  const parsed = parseUnit(text)
  if (parsed.kind === 'invalid') return edits
  return edits.map((edit) => {
    const [field, key, ...below] = edit.path
    if (!isSecret(edit.resource) || field !== 'data' || key === undefined || below.length > 0) return edit
    const found = parsed.resources.find((resource) => resource.key === edit.resource)
    if (typeof getField(found?.value, ['stringData', key]) !== 'string') return edit
    const path = ['stringData', key]
    if (edit.value === undefined) return { ...edit, path }
    const decoded = decodeText(edit.value)
    return decoded === undefined ? edit : { ...edit, path, value: decoded }
  })
}

function decodeText(value: FieldEdit['value']): string | undefined {
  if (typeof value !== 'string') return undefined
  try {
    const bytes = Uint8Array.from(atob(value), (character) => character.charCodeAt(0))
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}
