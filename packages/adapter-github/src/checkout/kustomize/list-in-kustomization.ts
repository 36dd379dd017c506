import { editYaml, getField, isJsonList, type Json, parseYaml } from '@tideway/core'

/** The text of a kustomization with one more entry at the end of a list; undefined where that cannot be edited in. */
export function listInKustomization(text: string, list: string, entry: Json): string | undefined {
  const parsed = parseYaml(text)
  if (parsed.kind === 'invalid') return undefined
  const present = getField(parsed.value, [list])
  const entries = isJsonList(present) ? present : []
  const edited = editYaml(text, [{ path: [list], value: [...entries, entry] }])
  return edited.kind === 'edited' ? edited.text : undefined
}
