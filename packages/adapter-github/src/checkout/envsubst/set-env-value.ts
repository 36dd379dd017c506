import { parseEnvFile } from './parse-env-file.ts'

/**
 * The text of a file of variables with one value set; all other bytes stay, and so does the value's quoting where
 * it can hold the new one. A new name comes last. Undefined for a value of several lines, which no line can hold.
 */
export function setEnvValue(path: string, text: string, name: string, value: string): string | undefined {
  if (/[\n\r\0]/.test(value)) return undefined
  const entry = parseEnvFile(path, text).get(name)
  if (entry === undefined) {
    const newline = text.includes('\r\n') ? '\r\n' : '\n'
    const lineBreak = text === '' || text.endsWith('\n') ? '' : newline
    return `${text}${lineBreak}${name}=${quoteLike('', value)}${newline}`
  }
  if (entry.value === value) return text
  return text.slice(0, entry.start) + quoteLike(text[entry.start] ?? '', value) + text.slice(entry.end)
}

function quoteLike(quote: string, value: string): string {
  const isWord = /^[A-Za-z0-9_.,:/@%+=-]*$/.test(value)
  if (quote !== '"' && quote !== "'" && isWord) return value
  const single = quote !== '"' && !value.includes("'")
  return single ? `'${value}'` : `"${value.replace(/[\\"$`]/g, '\\$&')}"`
}
