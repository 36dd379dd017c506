import { GraphQLError } from './graphql-error.ts'

/** One selected field with its arguments resolved. */
export type Field = {
  readonly alias: string
  readonly name: string
  readonly arguments: Readonly<Record<string, unknown>>
  readonly fields: readonly Field[]
  /** The type that it is selected for, where it stands in an inline fragment. */
  readonly on?: string
}

/** The only operation of a document. */
export type Operation = { readonly kind: 'query' | 'mutation'; readonly fields: readonly Field[] }

const tokens =
  /(?<skip>[\s,]+|#[^\n]*)|(?<text>"(?:\\.|[^"\\\n])*")|(?<number>-?\d+(?:\.\d+)?)|(?<name>[A-Za-z_]\w*)|(?<sign>\.{3}|[{}()[\]:!=$])/gy

const tokenize = (source: string): readonly string[] => {
  const found: string[] = []
  let end = 0
  for (const match of source.matchAll(tokens)) {
    end = match.index + match[0].length
    if (match.groups?.['skip'] === undefined) found.push(match[0])
  }
  if (end < source.length)
    throw new GraphQLError(undefined, `Parse error on "${source.charAt(end)}" at ${end}`)
  return found
}

/**
 * Reads a document of one operation, and resolves its variables.
 * Named fragments, directives and block strings are outside the subset and are refused.
 */
export const parseOperation = (source: string, variables: Readonly<Record<string, unknown>>): Operation => {
  const stream = tokenize(source)
  const defaults = new Map<string, unknown>()
  let at = 0

  const fail = (): never => {
    throw new GraphQLError(undefined, `Parse error on ${JSON.stringify(stream[at] ?? 'end of document')}`)
  }
  const peek = () => stream[at] ?? ''
  const take = (expected: string): void => {
    if (peek() !== expected) fail()
    at += 1
  }
  const takeName = (): string => {
    const name = peek()
    if (!/^[A-Za-z_]/.test(name)) fail()
    at += 1
    return name
  }
  const until = <T>(close: string, read: () => T): readonly T[] => {
    const items: T[] = []
    while (peek() !== close) items.push(read())
    take(close)
    return items
  }

  const readValue = (): unknown => {
    const token = peek()
    at += 1
    if (token === '$') {
      const name = takeName()
      return name in variables ? variables[name] : defaults.get(name)
    }
    if (token === '[') return until(']', readValue)
    if (token === '{') return Object.fromEntries(until('}', readPair))
    if (/^["\d-]/.test(token) || ['true', 'false', 'null'].includes(token))
      return JSON.parse(token) as unknown
    if (/^[A-Za-z_]/.test(token)) return token
    at -= 1
    return fail()
  }
  const readPair = (): [string, unknown] => {
    const name = takeName()
    take(':')
    return [name, readValue()]
  }

  const readType = (): void => {
    if (peek() === '[') {
      take('[')
      readType()
      take(']')
    } else {
      takeName()
    }
    if (peek() === '!') take('!')
  }
  const readVariable = () => {
    take('$')
    const name = takeName()
    take(':')
    readType()
    if (peek() !== '=') return
    take('=')
    defaults.set(name, readValue())
  }

  const readArguments = () => {
    take('(')
    return until(')', readPair)
  }
  const readField = (): Field => {
    const first = takeName()
    const aliased = peek() === ':'
    if (aliased) take(':')
    const name = aliased ? takeName() : first
    const given = peek() === '(' ? readArguments() : []
    const fields = peek() === '{' ? readSelection() : []
    return { alias: first, name, arguments: Object.fromEntries(given), fields }
  }
  const readSelection = (): readonly Field[] => {
    take('{')
    return until('}', () => (peek() === '...' ? readFragment() : [readField()])).flat()
  }
  const readFragment = (): readonly Field[] => {
    take('...')
    take('on')
    const on = takeName()
    return readSelection().map((field) => ({ on, ...field }))
  }

  const kind = peek() === 'mutation' ? 'mutation' : 'query'
  if (peek() === kind) {
    at += 1
    if (/^[A-Za-z_]/.test(peek())) takeName()
    if (peek() === '(') {
      take('(')
      until(')', readVariable)
    }
  }
  const fields = readSelection()
  if (at < stream.length) fail()
  return { kind, fields }
}
