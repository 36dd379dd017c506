import { readKey } from '../decide/find-rule-problems.ts'
import { flowSides } from '../decide/flow-sides.ts'
import type { Policy } from '../decide/policy.ts'
import { suggestWord } from '../model/find-nearest-word.ts'
import type { YamlProblem } from '../parse/yaml-problem.ts'

// What decides besides the rules of a policy.
const builtInRules = ['no-rule', 'no-evidence', 'ignored', 'freeze']

const labels = ['git', 'confighub', 'live'] as const

/**
 * What is wrong with a written case that its form does not show; paths begin at the case. Whatever has not the form
 * that it must have is passed over. Without a policy, the rules are not looked at.
 */
export function findCaseProblems(
  item: unknown,
  policy: Policy | undefined,
  isFile: (name: string) => boolean,
): readonly YamlProblem[] {
  return [
    ...sideProblems(item),
    ...fileProblems(item, isFile),
    ...freezeProblems(readKey(item, 'context')),
    ...decisionProblems(readKey(readKey(item, 'expect'), 'decisions'), policy),
  ]
}

function sideProblems(item: unknown): readonly YamlProblem[] {
  const flow = readKey(item, 'flow')
  if (flow !== 'publish' && flow !== 'sync' && flow !== 'capture') return []
  const decisions = Object.entries(readKey(readKey(item, 'expect'), 'decisions') ?? {})
  return labels
    .filter((label) => !flowSides[flow].includes(label))
    .flatMap((label) => {
      const message = `${flow} has no side ${label}, only ${flowSides[flow].join(' and ')}`
      const places = [[label], ['context', label]].filter((path) => {
        const holder = path.length === 1 ? item : readKey(item, 'context')
        return readKey(holder, label) !== undefined
      })
      const taken = decisions.flatMap(([key, decision]) =>
        readKey(decision, 'take') === label ? [['expect', 'decisions', key, 'take']] : [],
      )
      return [...places, ...taken].map((path) => ({ path, message }))
    })
}

function fileProblems(item: unknown, isFile: (name: string) => boolean): readonly YamlProblem[] {
  const sides = ['base', ...labels].map((side) => [side])
  return [...sides, ['expect', 'result']].flatMap((path) => {
    const name = path.reduce(readKey, item)
    return typeof name === 'string' && name !== '' && !isFile(name)
      ? [{ path, message: `there is no file ${JSON.stringify(name)}` }]
      : []
  })
}

function freezeProblems(context: unknown): readonly YamlProblem[] {
  const freeze = readKey(context, 'freeze')
  if (!Array.isArray(freeze)) return []
  const without =
    readKey(context, 'now') === undefined
      ? [{ path: ['context', 'freeze'], message: 'needs "now" beside it' }]
      : []
  const impossible = freeze.flatMap((window: unknown, index) => {
    const [from, until] = ['from', 'until'].map((key) => Date.parse(String(readKey(window, key))))
    return from !== undefined && until !== undefined && from >= until
      ? [{ path: ['context', 'freeze', index, 'until'], message: 'must be after "from"' }]
      : []
  })
  return [...without, ...impossible]
}

function decisionProblems(decisions: unknown, policy: Policy | undefined): readonly YamlProblem[] {
  if (policy === undefined) return []
  const known = [...policy.rules.map(({ id }) => id), ...builtInRules]
  return Object.entries(decisions ?? {}).flatMap(([key, decision]) => {
    const rule = readKey(decision, 'rule')
    if (typeof rule !== 'string' || known.includes(rule)) return []
    const message = `the policy has no rule ${JSON.stringify(rule)}${suggestWord(rule, known)}`
    return [{ path: ['expect', 'decisions', key, 'rule'], message }]
  })
}
