import { deepEqual, isJsonList, isJsonObject, type Json, type Tree } from '@tideway/core'
import { listVariables } from './substitute.ts'

/**
 * A wanted value as the template should say it: what stays as it was rendered keeps the template's own words,
 * variables included. Undefined where a text with variables in it would become a literal.
 */
export function restoreVariables(wanted: Json, rendered: Tree, template: Tree): Json | undefined {
  if (template === undefined) return wanted
  if (deepEqual(wanted, rendered)) return template
  if (isJsonObject(wanted) && isJsonObject(rendered) && isJsonObject(template)) {
    const entries: [string, Json][] = []
    for (const [key, value] of Object.entries(wanted)) {
      const restored = restoreVariables(value, rendered[key], template[key])
      if (restored === undefined) return undefined
      entries.push([key, restored])
    }
    return Object.fromEntries(entries)
  }
  if (isJsonList(wanted) && isJsonList(rendered) && isJsonList(template)) {
    return restoreList(wanted, rendered, template)
  }
  return typeof template === 'string' && listVariables(template).size > 0 ? undefined : wanted
}

function restoreList(
  wanted: readonly Json[],
  rendered: readonly Json[],
  template: readonly Json[],
): Json | undefined {
  const free = new Set(rendered.keys())
  const same = wanted.map((item) => {
    const index = [...free].find((candidate) => deepEqual(rendered[candidate], item))
    if (index !== undefined) free.delete(index)
    return index
  })
  const items: Json[] = []
  for (const [index, item] of wanted.entries()) {
    const from = same[index] ?? (free.has(index) ? index : undefined)
    const restored = from === undefined ? item : restoreVariables(item, rendered[from], template[from])
    if (restored === undefined) return undefined
    items.push(restored)
  }
  return items
}
