import type { YamlProblem } from '../parse/yaml-problem.ts'
import { flowSides, flowsWithSide } from './flow-sides.ts'
import type { PolicyFileRule } from './policy-file.ts'
import { listWords } from './resolve-rule.ts'

/** What is wrong with written rules that no single key shows; paths begin at the file. */
export function findRuleProblems(rules: readonly PolicyFileRule[]): readonly YamlProblem[] {
  const ids = rules.map((rule) => rule.id)
  return rules.flatMap((rule, index) => [
    ...(ids.indexOf(rule.id) === index
      ? []
      : [{ path: ['rules', index, 'id'], message: `another rule has the id "${rule.id}"` }]),
    ...[...sideProblems(rule), ...globProblems(rule)].map(({ path, message }) => ({
      path: ['rules', index, ...path],
      message,
    })),
  ])
}

function sideProblems({ match, decide }: PolicyFileRule): readonly YamlProblem[] {
  if (match?.flow === undefined) return []
  const flows = listWords(match.flow)
  const taken =
    typeof decide === 'string'
      ? []
      : flows
          .filter((flow) => !flowSides[flow].includes(decide.take))
          .map((flow) => ({
            path: ['decide', 'take'],
            message: `${flow} has no side ${decide.take}, only ${flowSides[flow].join(' and ')}`,
          }))
  const changes = match.change === undefined ? [] : listWords(match.change)
  const impossible = changes.filter((change) => {
    const side = /^(.*)-only$/.exec(change)?.[1]
    return side !== undefined && !flows.some((flow) => flowsWithSide(side).includes(flow))
  })
  return [
    ...taken,
    ...impossible.map((change) => ({
      path: ['match', 'change'],
      message: `${change} does not happen in ${flows.join(' or ')}`,
    })),
  ]
}

// What the values of these keys never hold, so that a glob with it matches nothing.
const impossible = {
  kind: [/[/.]/, 'a kind has neither "/" nor "."; the group goes into "group"'],
  group: [/\//, 'a group has no "/"; versions do not count'],
  namespace: [/\//, 'a namespace has no "/"'],
  name: [/\//, 'a name has no "/"'],
  unit: [/\//, 'a unit’s name has no "/"'],
  path: [/.\/$|\/\/|~(?![01])/, 'no field has such a path: an empty step, or "~" that is neither ~0 nor ~1'],
} as const

function globProblems({ match = {} }: PolicyFileRule): readonly YamlProblem[] {
  const entries = Object.entries(impossible) as readonly (readonly [
    keyof typeof impossible,
    readonly [RegExp, string],
  ])[]
  return entries.flatMap(([key, [pattern, why]]) => {
    const words = match[key]
    if (words === undefined) return []
    const isList = typeof words !== 'string'
    return listWords(words).flatMap((word, index) =>
      pattern.test(word)
        ? [
            {
              path: ['match', key, ...(isList ? [index] : [])],
              message: `${JSON.stringify(word)} can never match: ${why}`,
            },
          ]
        : [],
    )
  })
}
