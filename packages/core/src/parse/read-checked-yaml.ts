import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
} from 'yaml'
import type { z } from 'zod'
import { TidewayError } from '../errors/tideway-error.ts'
import { describeIssue, problemsOf } from './describe-issue.ts'
import type { YamlProblem } from './yaml-problem.ts'

/** A value of the wanted form, and the way to refuse it later for what a schema cannot tell. */
export interface CheckedYaml<Value> {
  readonly value: Value
  /** The error that names every problem with file, line and column. */
  refuse(problems: readonly YamlProblem[]): TidewayError
}

/**
 * Reads one YAML document and checks it against a schema, and by `findMore` for what a schema cannot tell; that sees the
 * value whatever its form.
 * Throws `TIDEWAY_CONFIG_INVALID` with every problem at once: file, line, column, and the nearest valid word.
 */
export function readCheckedYaml<Value>(
  text: string,
  name: string,
  schema: z.ZodType<Value>,
  findMore: (value: unknown) => readonly YamlProblem[] = () => [],
): CheckedYaml<Value> {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'silent' })
  const place = (offset: number, message: string): PlacedProblem => ({
    offset,
    ...lines.linePos(offset),
    message,
  })
  if (document.errors.length > 0) {
    throw invalid(
      name,
      document.errors.map((error) =>
        place(error.pos[0], describeSyntax(error.code, text.slice(error.pos[0]))),
      ),
    )
  }
  const refuse = (problems: readonly YamlProblem[]) =>
    invalid(
      name,
      problems.map((problem) => {
        const shown = problem.path.length === 0 ? '' : `${problem.path.map(String).join('.')}: `
        return place(locate(document, problem), `${shown}${problem.message}`)
      }),
    )
  const value = toValue(document, place, name)
  const parsed = schema.safeParse(value, { error: describeIssue })
  const more = findMore(value)
  if (parsed.success && more.length === 0) return { value: parsed.data, refuse }
  throw refuse([...(parsed.error?.issues.flatMap((issue) => problemsOf(issue)) ?? []), ...more])
}

interface PlacedProblem {
  readonly offset: number
  readonly line: number
  readonly col: number
  readonly message: string
}

function invalid(name: string, problems: readonly PlacedProblem[]): TidewayError {
  const sorted = problems.toSorted((a, b) => a.offset - b.offset)
  const listed = sorted.map(({ line, col, message }) => `${name}:${line}:${col}  ${message}`)
  const count = listed.length === 1 ? '' : `${listed.length} problems\n  `
  return new TidewayError({
    code: 'TIDEWAY_CONFIG_INVALID',
    message: `${count}${listed.join('\n  ')}`,
    next: listed.length === 1 ? 'correct that line' : 'correct these lines',
  })
}

// The library's own messages quote the text; a file may hold by mistake what should not be shown.
function describeSyntax(code: string, rest: string): string {
  if (code !== 'DUPLICATE_KEY') return `${code.toLowerCase().replaceAll('_', ' ')} in the YAML`
  return `the key ${JSON.stringify(/^["']?([^\s:"']*)/.exec(rest)?.[1] ?? '')} is there twice`
}

function toValue(
  document: Document.Parsed,
  place: (offset: number, message: string) => PlacedProblem,
  name: string,
): unknown {
  try {
    return document.toJS()
  } catch (cause) {
    if (!(cause instanceof ReferenceError)) throw cause
    let offset = 0
    visit(document, {
      Alias(_, alias) {
        offset = alias.range?.[0] ?? 0
        return visit.BREAK
      },
    })
    throw invalid(name, [place(offset, 'an alias leads nowhere, or they expand to too many values')])
  }
}

// Where a path leads, else the key of the nearest thing around it that there is.
function locate(document: Document.Parsed, problem: YamlProblem): number {
  let node: unknown = document.contents
  let key: unknown = node
  for (const segment of problem.path) {
    const inside = isAlias(node) ? node.resolve(document) : node
    const pair = isMap(inside)
      ? inside.items.find((item) => isScalar(item.key) && String(item.key.value) === String(segment))
      : undefined
    const next: unknown = isSeq(inside) ? inside.items[Number(segment)] : pair?.value
    if (next === undefined || next === null) return startOf(key)
    key = pair?.key ?? next
    node = next
  }
  return startOf(problem.at === 'key' ? key : node)
}

function startOf(node: unknown): number {
  return isNode(node) ? (node.range?.[0] ?? 0) : 0
}
