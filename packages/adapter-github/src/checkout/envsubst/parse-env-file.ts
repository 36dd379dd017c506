import { renderFailed } from '../render-failed.ts'

/** One `KEY=value` line: what it says, and where its value stands in the file's text, quotes included. */
export interface EnvEntry {
  readonly name: string
  readonly value: string
  readonly start: number
  readonly end: number
}

const assignment = /^([ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_]*)=)(.*)$/
const quoted = /^("(?:[^"\\]|\\.)*"|'[^']*')[ \t]*(?:#.*)?$/

/**
 * Reads a file of `KEY=value` lines as a POSIX shell would, but that nothing in a value is expanded: comments,
 * `export`, single quotes (as they stand), double quotes (with `\` before `"`, `\`, `$` and a backtick).
 * Throws a TidewayError that names the line for anything else, and for a name that stands twice.
 */
export function parseEnvFile(path: string, text: string): ReadonlyMap<string, EnvEntry> {
  const entries = new Map<string, EnvEntry>()
  let offset = 0
  for (const [index, line] of text.split('\n').entries()) {
    const entry = parseLine(path, index + 1, line.replace(/\r$/, ''), offset)
    if (entry !== undefined) {
      if (entries.has(entry.name)) {
        throw renderFailed({ path, line: index + 1 }, `${entry.name} stands twice`, 'keep one of the two')
      }
      entries.set(entry.name, entry)
    }
    offset += line.length + 1
  }
  return entries
}

function parseLine(path: string, line: number, text: string, offset: number): EnvEntry | undefined {
  if (/^[ \t\u{feff}]*(#.*)?$/u.test(text)) return undefined
  const [, head, name, rest] = assignment.exec(text) ?? []
  if (head === undefined || name === undefined || rest === undefined) {
    throw renderFailed({ path, line }, 'it is no KEY=value line', 'write KEY=value, or # before a comment')
  }
  const raw = rawValue(rest)
  if (raw === undefined) {
    throw renderFailed(
      { path, line },
      `the quotes of ${name} do not match`,
      'close them at the end of the line',
    )
  }
  const start = offset + head.length
  return { name, value: unquote(raw), start, end: start + raw.length }
}

function rawValue(rest: string): string | undefined {
  if (/^["']/.test(rest)) return quoted.exec(rest)?.[1]
  return rest.replace(/(^|[ \t]+)#.*$/, '').trimEnd()
}

function unquote(raw: string): string {
  if (raw.startsWith("'")) return raw.slice(1, -1)
  if (raw.startsWith('"')) return raw.slice(1, -1).replace(/\\([\\"$`])/g, '$1')
  return raw
}
