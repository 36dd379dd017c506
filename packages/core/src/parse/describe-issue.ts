import type { z } from 'zod'
import { suggestWord } from '../model/find-nearest-word.ts'
import type { YamlProblem } from './yaml-problem.ts'

type Issue = z.core.$ZodIssue

/** The problems that one issue of a schema stands for, in the words of {@link describeIssue}. */
export function problemsOf(issue: Issue, above: readonly PropertyKey[] = []): readonly YamlProblem[] {
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

/** Words an issue of a schema so that it names the nearest valid word. */
export function describeIssue(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'unrecognized_keys': {
      const known = knownKeys(issue.inst)
      return issue.keys
        .map((key) => `unknown key ${JSON.stringify(key)}${suggestWord(key, known)}`)
        .join('\n')
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
  return `expected ${words.join(', ')}${typeof given === 'string' ? suggestWord(given, words) : ''}`
}

function knownKeys(schema: unknown): readonly string[] {
  const shape = typeof schema === 'object' && schema !== null && 'shape' in schema ? schema.shape : undefined
  return typeof shape === 'object' && shape !== null ? Object.keys(shape) : []
}

function nameType(value: unknown): string {
  if (value === null) return 'nothing'
  return Array.isArray(value) ? 'array' : typeof value
}
