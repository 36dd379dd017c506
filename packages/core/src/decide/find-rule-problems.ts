import type { YamlProblem } from '../parse/yaml-problem.ts'
import { flowSides, flowsWithSide } from './flow-sides.ts'
import type { FlowName } from './policy.ts'

/**
 * What is wrong with written rules that no single key shows; paths begin at the file. Whatever has not the form that
 * it must have is passed over: that is told elsewhere, at the same time.
 */
export function findRuleProblems(written: unknown): readonly YamlProblem[] {
  const rules: readonly unknown[] = Array.isArray(written) ? written : []
  const ids = rules.map((rule) => readKey(rule, 'id'))
  return rules.flatMap((rule, index) => {
    const id = ids[index]
    const match = readKey(rule, 'match')
    return [
      ...(typeof id === 'string' && ids.indexOf(id) < index
        ? [{ path: ['id'], message: `another rule has the id "${id}"` }]
        : []),
      ...sideProblems(match, readKey(readKey(rule, 'decide'), 'take')),
      ...autoMergeProblems(rule),
      ...globProblems(match),
    ].map(({ path, message }) => ({ path: ['rules', index, ...path], message }))
  })
}

/** What an object of a file holds under a key, whatever the form of both. */
export function readKey(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? new Map(Object.entries(value)).get(key) : undefined
}

function sideProblems(match: unknown, take: unknown): readonly YamlProblem[] {
  const flows = wordsOf(readKey(match, 'flow')).filter(isFlow)
  if (flows.length === 0) return []
  const without = flows.filter((flow) => typeof take === 'string' && !flowSides[flow].includes(take))
  const impossible = wordsOf(readKey(match, 'change')).filter((change) => {
    const side = /^(.*)-only$/.exec(change)?.[1]
    return side !== undefined && !flows.some((flow) => flowsWithSide(side).includes(flow))
  })
  return [
    ...without.map((flow) => ({
      path: ['decide', 'take'],
      message: `${flow} has no side ${take}, only ${flowSides[flow].join(' and ')}`,
    })),
    ...impossible.map((change) => ({
      path: ['match', 'change'],
      message: `${change} does not happen in ${flows.join(' or ')}`,
    })),
  ]
}

// Where a sync takes nothing there is nothing to merge, and a conflict never merges itself.
function autoMergeProblems(rule: unknown): readonly YamlProblem[] {
  if (readKey(rule, 'autoMerge') !== true) return []
  const [match, decide] = [readKey(rule, 'match'), readKey(rule, 'decide')]
  const flows = wordsOf(readKey(match, 'flow'))
  const changes = wordsOf(readKey(match, 'change'))
  const take = readKey(decide, 'take')
  const why =
    flows.length > 0 && !flows.includes('sync')
      ? 'only a sync has a pull request'
      : decide !== 'merge' && take !== 'confighub'
        ? 'there is nothing to merge where a sync does not take confighub'
        : changes.length > 0 && changes.every((change) => change === 'conflict')
          ? 'a conflict never merges itself'
          : undefined
  return why === undefined ? [] : [{ path: ['autoMerge'], message: why }]
}

// What the values of these keys never hold, so that a glob with it matches nothing.
const impossible = {
  environment: [/\/|^$/, 'an environment has a name, without "/"'],
  kind: [/[/.]|^$/, 'a kind has a name with neither "/" nor "."; the group goes into "group"'],
  group: [/\//, 'a group has no "/"; versions do not count'],
  namespace: [/\//, 'a namespace has no "/"'],
  name: [/\/|^$/, 'a name is not empty and has no "/"'],
  unit: [/\/|^$/, 'a unit’s name is not empty and has no "/"'],
  path: [/.\/$|\/\/|~(?![01])/, 'no field has such a path: an empty step, or "~" that is neither ~0 nor ~1'],
} as const

function globProblems(match: unknown): readonly YamlProblem[] {
  return Object.entries(impossible).flatMap(([key, [pattern, why]]) => {
    const words = readKey(match, key)
    return wordsOf(words).flatMap((word, index) =>
      pattern.test(word)
        ? [
            {
              path: ['match', key, ...(Array.isArray(words) ? [index] : [])],
              message: `${JSON.stringify(word)} can never match: ${why}`,
            },
          ]
        : [],
    )
  })
}

function wordsOf(value: unknown): readonly string[] {
  const words: readonly unknown[] = Array.isArray(value) ? value : [value]
  return words.filter((word) => typeof word === 'string')
}

function isFlow(word: string): word is FlowName {
  return Object.hasOwn(flowSides, word)
}
