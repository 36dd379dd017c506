import { readKey } from '../decide/find-rule-problems.ts'
import { flowSides } from '../decide/flow-sides.ts'
import type { Policy } from '../decide/policy.ts'
import { suggestWord } from '../model/find-nearest-word.ts'
import type { YamlProblem } from '../parse/yaml-problem.ts'

// What decides besides the rules of a policy.
const builtInRules = ['no-rule', 'no-evidence', 'ignored', 'freeze', 'secret']

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
    ...contextProblems(item),
    ...freezeProblems(readKey(item, 'context')),
    ...unitProblems(item),
    ...placesOf(item).flatMap(({ at, unit }) =>
      [
        ...sideProblems(readKey(item, 'flow'), unit),
        ...fileProblems(unit, isFile),
        ...decisionProblems(readKey(readKey(unit, 'expect'), 'decisions'), policy),
        ...autoMergeProblems(readKey(item, 'flow'), readKey(readKey(unit, 'expect'), 'decisions')),
      ].map((problem) => ({ ...problem, path: [...at, ...problem.path] })),
    ),
  ]
}

/** Where units are written: the case itself, and below `units`. */
function placesOf(item: unknown): readonly { readonly at: readonly string[]; readonly unit: unknown }[] {
  const units = Object.entries(readKey(item, 'units') ?? {})
  return [{ at: [], unit: item }, ...units.map(([name, unit]) => ({ at: ['units', name], unit }))]
}

function unitProblems(item: unknown): readonly YamlProblem[] {
  const units = readKey(item, 'units')
  const expect = readKey(item, 'expect')
  const order = readKey(expect, 'order')
  if (units === undefined) {
    if (order === undefined) return []
    return [{ path: ['expect', 'order'], message: 'needs "units": one unit has no order' }]
  }
  const names = Object.keys(units ?? {})
  const own = [...['base', ...labels].map((key) => [key]), ['expect', 'decisions'], ['expect', 'result']]
  const unknown = (Array.isArray(order) ? order : []).flatMap((name: unknown, index) =>
    typeof name !== 'string' || names.includes(name)
      ? []
      : [
          {
            path: ['expect', 'order', index],
            message: `the case has no unit ${JSON.stringify(name)}${suggestWord(name, names)}`,
          },
        ],
  )
  return [
    ...own
      .filter((path) => path.reduce(readKey, item) !== undefined)
      .map((path) => ({ path, message: 'belongs to a unit, below "units"' })),
    ...(readKey(readKey(item, 'context'), 'unit') === undefined
      ? []
      : [{ path: ['context', 'unit'], message: 'the units have their names in "units"' }]),
    ...unknown,
  ]
}

function contextProblems(item: unknown): readonly YamlProblem[] {
  const context = readKey(item, 'context')
  return foreignLabels(readKey(item, 'flow')).flatMap(({ label, message }) =>
    readKey(context, label) === undefined ? [] : [{ path: ['context', label], message }],
  )
}

function sideProblems(flow: unknown, unit: unknown): readonly YamlProblem[] {
  const decisions = Object.entries(readKey(readKey(unit, 'expect'), 'decisions') ?? {})
  return foreignLabels(flow).flatMap(({ label, message }) => {
    const side = readKey(unit, label) === undefined ? [] : [[label]]
    const taken = decisions.flatMap(([key, decision]) =>
      readKey(decision, 'take') === label ? [['expect', 'decisions', key, 'take']] : [],
    )
    return [...side, ...taken].map((path) => ({ path, message }))
  })
}

function foreignLabels(flow: unknown): readonly { readonly label: string; readonly message: string }[] {
  if (flow !== 'publish' && flow !== 'sync' && flow !== 'capture') return []
  return labels
    .filter((label) => !flowSides[flow].includes(label))
    .map((label) => ({
      label,
      message: `${flow} has no side ${label}, only ${flowSides[flow].join(' and ')}`,
    }))
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

function autoMergeProblems(flow: unknown, decisions: unknown): readonly YamlProblem[] {
  if (flow === 'sync') return []
  return Object.entries(decisions ?? {}).flatMap(([key, decision]) =>
    readKey(decision, 'autoMerge') === undefined
      ? []
      : [{ path: ['expect', 'decisions', key, 'autoMerge'], message: 'only a sync has a pull request' }],
  )
}
