import { isJsonList, isJsonObject, type Json, type JsonObject } from '../model/json.ts'
import { formatScalar, isLiteral, type ScalarPlace } from './format-scalar.ts'

/** How a document is laid out. */
export interface YamlLayout {
  /** Columns that a map below a key is indented by. */
  readonly indent: number
  /** Columns that a list below a key is indented by; 0 puts its dashes under the key. */
  readonly listIndent: number
}

/** The layout of Kubernetes' own tools: two columns, dashes under their key. */
export const kubernetesLayout: YamlLayout = { indent: 2, listIndent: 0 }

/** Tells whether a value needs lines of its own in block style. */
export function isBlock(value: Json): value is JsonObject | readonly Json[] {
  return isJsonList(value) ? value.length > 0 : isJsonObject(value) && Object.keys(value).length > 0
}

/** Writes a map or list that is not empty as block lines at a column, without a line end after the last. */
export function formatBlock(
  value: JsonObject | readonly Json[],
  column: number,
  layout: YamlLayout = kubernetesLayout,
): string {
  const lines = isJsonList(value)
    ? value.map((item) => formatItem(item, column, layout))
    : Object.entries(value).map(([key, item]) => formatEntry(key, item, column, layout))
  return lines.join('\n')
}

/** Writes one map entry as lines at a column. */
export function formatEntry(key: string, value: Json, column: number, layout: YamlLayout): string {
  const margin = ' '.repeat(column)
  const name = formatScalar(key, 'block')
  // YAML 1.1 and 1.2 end a key without `?` after 1024 characters.
  if (name.length > 1000) return `${margin}? ${name}\n${margin}: ${formatFlow(value, 'flow')}`
  if (!isBlock(value)) return `${margin}${name}: ${formatInline(value, column + layout.indent)}`
  const below = column + (isJsonList(value) ? layout.listIndent : layout.indent)
  return `${margin}${name}:\n${formatBlock(value, below, layout)}`
}

/** Writes one list element as lines at a column. */
export function formatItem(value: Json, column: number, layout: YamlLayout): string {
  const margin = ' '.repeat(column)
  if (!isBlock(value)) return `${margin}- ${formatInline(value, column + 2)}`
  return `${margin}- ${formatBlock(value, column + 2, layout).slice(column + 2)}`
}

/** Writes a value that needs no block lines; a text of several lines becomes a literal block at the column. */
export function formatInline(value: Json, column: number): string {
  if (typeof value !== 'string' || !isLiteral(value)) return formatFlow(value, 'block')
  const lines = value.replace(/\n$/, '').split('\n')
  const margin = ' '.repeat(column)
  const body = lines.map((line) => (line === '' ? '' : margin + line)).join('\n')
  return `${value.endsWith('\n') ? '|' : '|-'}\n${body}`
}

/** Writes a value on one line, in brackets where it is a map or list. */
export function formatFlow(value: Json, place: ScalarPlace): string {
  const inside = place === 'json' ? 'json' : 'flow'
  if (isJsonList(value)) return `[${value.map((item) => formatFlow(item, inside)).join(', ')}]`
  if (!isJsonObject(value)) return formatScalar(value, place)
  const entries = Object.entries(value)
  return `{${entries.map(([key, item]) => `${formatScalar(key, inside)}: ${formatFlow(item, inside)}`).join(', ')}}`
}
