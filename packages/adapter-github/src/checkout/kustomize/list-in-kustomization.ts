import { isMap, isNode, isScalar, isSeq, parseDocument, type YAMLSeq } from 'yaml'

/**
 * The text of a kustomization with one more entry, already written as YAML on one line, at the end of a list;
 * all other lines stay. Undefined where the list is there in a form that has no line for it.
 */
export function listInKustomization(text: string, list: string, entry: string): string | undefined {
  const document = parseDocument(text, { logLevel: 'silent' })
  if (document.errors.length > 0 || !isMap(document.contents)) return undefined
  const newline = text.includes('\r\n') ? '\r\n' : '\n'
  const pair = document.contents.items.find(({ key }) => isScalar(key) && key.value === list)
  if (pair === undefined) {
    const ended = text.endsWith('\n') ? text : `${text}${newline}`
    const sample = document.contents.items.find(({ value }) => isSeq(value) && !value.flow)?.value
    const margin = isSeq(sample) ? (marginOf(text, sample) ?? '') : ''
    return `${ended}${list}:${newline}${margin}- ${entry}${newline}`
  }
  const { value } = pair
  if (!isSeq(value) || value.flow === true) return undefined
  const margin = marginOf(text, value)
  const last = value.items.at(-1)
  if (margin === undefined || !isNode(last) || !last.range) return undefined
  const line = text.indexOf('\n', Math.max(last.range[1] - 1, 0))
  if (line < 0) return `${text}${newline}${margin}- ${entry}${newline}`
  return `${text.slice(0, line + 1)}${margin}- ${entry}${newline}${text.slice(line + 1)}`
}

function marginOf(text: string, list: YAMLSeq): string | undefined {
  const [first] = list.items
  if (!isNode(first) || !first.range) return undefined
  const start = text.lastIndexOf('\n', first.range[0]) + 1
  return /^([ \t]*)-[ \t]/.exec(text.slice(start))?.[1]
}
