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
import type { Decision, Policy, PolicyRule, RuleMatch } from './policy.ts'
import {
  type PolicyFile,
  type PolicyFileMatch,
  type PolicyFileRule,
  policyFileSchema,
} from './policy-file.ts'
import { documentedPolicy, mergePolicy, strictPolicy } from './presets.ts'

/** Where a policy is read from. */
export interface PolicyReading {
  /** The file's name, for messages and for {@link PolicyReading.load}. */
  readonly name: string
  /**
   * Finds the file that `extends` names, relative to the file `from`; undefined where there is none.
   * Default: no file is found, only presets.
   */
  readonly load?: ((reference: string, from: string) => LoadedPolicy | undefined) | undefined
}

/** A policy file that was found. */
export interface LoadedPolicy {
  /** The same name for the same file, however it was referred to. */
  readonly name: string
  readonly text: string
}

const presets: ReadonlyMap<string, Policy> = new Map(
  [documentedPolicy, strictPolicy, mergePolicy].map((policy) => [policy.name, policy]),
)

/** The preset of this name: `documented`, `strict` or `merge`. */
export function findPreset(name: string): Policy | undefined {
  return presets.get(name)
}

/**
 * Reads a policy file: the rules of what it extends first, in order, then its own; the last matching one wins.
 * Throws `TIDEWAY_CONFIG_INVALID` with every problem of a file at once, each with line and column.
 *
 * @example
 * readPolicy('extends: [merge]\nrules:\n  - { id: ours, match: { unit: web }, decide: hold }\n', { name: 'web.yaml' })
 */
export function readPolicy(text: string, reading: PolicyReading): Policy {
  return { name: reading.name, rules: rulesOf({ name: reading.name, text }, reading, []) }
}

function rulesOf(
  file: LoadedPolicy,
  reading: PolicyReading,
  within: readonly string[],
): readonly PolicyRule[] {
  const checked = readCheckedYaml(file.text, file.name, policyFileSchema)
  const chain = [...within, file.name]
  const found = (checked.value.extends ?? []).map((name) => findExtended(name, file.name, reading, chain))
  const problems = [
    ...found.flatMap((item, index) =>
      item.kind === 'problem' ? [{ path: ['extends', index], message: item.message }] : [],
    ),
    ...repeatedIds(checked.value),
  ]
  if (problems.length > 0) throw checked.refuse(problems)
  const inherited = found.flatMap((item) => {
    if (item.kind === 'preset') return item.rules
    return item.kind === 'file' ? rulesOf(item.file, reading, chain) : []
  })
  return [...inherited, ...(checked.value.rules ?? []).map(resolveRule)]
}

type Extended =
  | { readonly kind: 'preset'; readonly rules: readonly PolicyRule[] }
  | { readonly kind: 'file'; readonly file: LoadedPolicy }
  | { readonly kind: 'problem'; readonly message: string }

function findExtended(
  name: string,
  from: string,
  reading: PolicyReading,
  chain: readonly string[],
): Extended {
  const preset = presets.get(name)
  if (preset !== undefined) return { kind: 'preset', rules: preset.rules }
  const file = reading.load?.(name, from)
  if (file === undefined) {
    const message = `no preset and no file of this name${suggest(name, [...presets.keys()])}`
    return { kind: 'problem', message }
  }
  if (!chain.includes(file.name)) return { kind: 'file', file }
  return { kind: 'problem', message: `policies extend each other: ${[...chain, file.name].join(' -> ')}` }
}

function repeatedIds(file: PolicyFile): readonly YamlProblem[] {
  const ids = (file.rules ?? []).map((rule) => rule.id)
  return ids.flatMap((id, index) =>
    ids.indexOf(id) === index
      ? []
      : [{ path: ['rules', index, 'id'], message: `another rule has the id "${id}"` }],
  )
}

function resolveRule(rule: PolicyFileRule): PolicyRule {
  return {
    id: rule.id,
    ...(rule.reason === undefined ? {} : { reason: rule.reason }),
    enforced: rule.enforced ?? false,
    match: resolveMatch(rule.match ?? {}),
    decision: resolveDecision(rule.decide),
  }
}

function resolveDecision(decide: PolicyFileRule['decide']): Decision {
  return typeof decide === 'string' ? { kind: decide } : { kind: 'take', side: decide.take }
}

function resolveMatch(match: PolicyFileMatch): RuleMatch {
  const list = <Word extends string>(
    words: Word | readonly Word[] | undefined,
  ): readonly Word[] | undefined => (typeof words === 'string' ? [words] : words)
  return {
    flow: list(match.flow),
    environment: list(match.environment),
    unit: list(match.unit),
    unitChange: list(match.unitChange),
    group: list(match.group),
    kind: list(match.kind),
    namespace: list(match.namespace),
    name: list(match.name),
    path: list(match.path),
    change: list(match.change),
    author: list(match.author),
    authorName: list(match.authorName),
  }
}

/** What is wrong at one place of a YAML file. */
export interface YamlProblem {
  /** The way to the value. */
  readonly path: readonly PropertyKey[]
  /** Present where the key of the value is meant. */
  readonly at?: 'key' | undefined
  readonly message: string
}

/** A value of the wanted form, and the way to refuse it later for what a schema cannot tell. */
export interface CheckedYaml<Value> {
  readonly value: Value
  /** The error that names every problem with file, line and column. */
  refuse(problems: readonly YamlProblem[]): TidewayError
}

/**
 * Reads one YAML document and checks it against a schema.
 * Throws `TIDEWAY_CONFIG_INVALID` with every problem at once: file, line, column, and the nearest valid word.
 */
export function readCheckedYaml<Value>(
  text: string,
  name: string,
  schema: z.ZodType<Value>,
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
  const parsed = schema.safeParse(toValue(document, place, name), { error: wordIssue })
  if (parsed.success) return { value: parsed.data, refuse }
  throw refuse(parsed.error.issues.flatMap((issue) => problemsOf(issue)))
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

type Issue = z.core.$ZodIssue

function problemsOf(issue: Issue, above: readonly PropertyKey[] = []): readonly YamlProblem[] {
  const path = [...above, ...issue.path]
  switch (issue.code) {
    case 'unrecognized_keys': {
      const words = issue.message.split('\n')
      return issue.keys.map((key, index) => ({
        path: [...path, key],
        at: 'key',
        message: words[index] ?? '',
      }))
    }
    case 'invalid_key':
      return issue.issues.map(({ message }) => ({ path, at: 'key', message }))
    case 'invalid_union': {
      const branch = issue.errors.toSorted((a, b) => depthOf(b) - depthOf(a))[0]
      return branch?.flatMap((inner) => problemsOf(inner, path)) ?? [{ path, message: issue.message }]
    }
    default:
      return [{ path, message: issue.message }]
  }
}

// Of the forms that a value may have, the one that was meant is the one that fits furthest.
function depthOf(issues: readonly Issue[]): number {
  return Math.max(...issues.map((issue) => 2 * issue.path.length + (issue.code === 'invalid_type' ? 0 : 1)))
}

function wordIssue(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'unrecognized_keys': {
      const known = knownKeys(issue.inst)
      return issue.keys.map((key) => `unknown key ${JSON.stringify(key)}${suggest(key, known)}`).join('\n')
    }
    case 'invalid_type':
      if (issue.input === undefined) return 'is missing'
      return `expected ${issue.expected}, not ${nameType(issue.input)}`
    case 'invalid_value':
      return expectOneOf(issue.values.map(String), issue.input)
    case 'invalid_union': {
      const { discriminator, options } = issue
      if (typeof discriminator !== 'string' || !Array.isArray(options))
        return 'has none of the forms that it may have'
      return expectOneOf(options.map(String), new Map(Object.entries(issue.input ?? {})).get(discriminator))
    }
    default:
      return undefined
  }
}

function expectOneOf(words: readonly string[], given: unknown): string {
  if (given === undefined) return 'is missing'
  return `expected ${words.join(', ')}${typeof given === 'string' ? suggest(given, words) : ''}`
}

function knownKeys(schema: unknown): readonly string[] {
  const shape = typeof schema === 'object' && schema !== null && 'shape' in schema ? schema.shape : undefined
  return typeof shape === 'object' && shape !== null ? Object.keys(shape) : []
}

function nameType(value: unknown): string {
  if (value === null) return 'nothing'
  return Array.isArray(value) ? 'array' : typeof value
}

function suggest(word: string, words: readonly string[]): string {
  const nearest = findNearestWord(word, words)
  return nearest === undefined ? '' : `; did you mean ${JSON.stringify(nearest)}?`
}

/** The word most like another by Levenshtein distance; undefined where more than two letters, and a third, differ. */
export function findNearestWord(word: string, words: readonly string[]): string | undefined {
  const ranked = words
    .map((other) => ({ other, distance: editDistance(word, other) }))
    .toSorted((a, b) => a.distance - b.distance)
  const [best] = ranked
  return best !== undefined && best.distance <= Math.max(2, Math.ceil(word.length / 3))
    ? best.other
    : undefined
}

function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1]
    for (const [column, other] of [...to].entries()) {
      const replaced = (row[column] ?? 0) + (letter === other ? 0 : 1)
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
