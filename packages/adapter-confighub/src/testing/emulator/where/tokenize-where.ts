import { Refusal } from '../refusal.ts'

/** A token of a where expression. Words are field paths and keywords. */
export type WhereToken =
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'word'; readonly value: string }
  | { readonly kind: 'sign'; readonly value: string }

/** The longest expression that ConfigHub takes (its SDK, `core/cubapi/query.go`). */
const maximumLength = 8192

const token =
  /\s*(?:'(?<text>[^'\\]*)'|(?<number>-?\d+(?:\.\d+)?)|(?<word>[A-Za-z][\w./-]*)|(?<sign>!~\*|!~|~\*|!=|<=|>=|[=<>~?(),]))/y

/**
 * Splits a where expression into tokens. Throws a 400 refusal above 8192 characters, and where a value holds a
 * quote or a backslash, which the language cannot express: doubling a quote does not escape it.
 */
export function tokenizeWhere(expression: string): WhereToken[] {
  if (expression.length > maximumLength) {
    throw new Refusal(400, `Invalid where: longer than ${maximumLength} characters.`)
  }
  const tokens: WhereToken[] = []
  const text = expression.trim()
  token.lastIndex = 0
  while (token.lastIndex < text.length) {
    const start = token.lastIndex
    const groups = token.exec(text)?.groups
    if (!groups) throw new Refusal(400, `Invalid where: cannot read it from character ${start + 1} on.`)
    if (groups['text'] !== undefined) tokens.push({ kind: 'text', value: groups['text'] })
    else if (groups['number'] !== undefined) tokens.push({ kind: 'number', value: Number(groups['number']) })
    else if (groups['word'] !== undefined) tokens.push({ kind: 'word', value: groups['word'] })
    else tokens.push({ kind: 'sign', value: groups['sign'] ?? '' })
  }
  return tokens
}
