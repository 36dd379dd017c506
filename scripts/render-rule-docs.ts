import { builtInRules } from '../packages/core/src/normalize/normalization.ts'
import type { NormalizationRule } from '../packages/core/src/normalize/rule.ts'

const introduction = `# The built-in normalization rules

<!-- Written by \`npm run docs:rules\` from packages/core/src/normalize: change the rules there. -->

What [normalization.md](normalization.md) explains, rule by rule. Paths below a pod's spec are written as \`<pod>/…\`; what
is said of \`containers\` holds for \`initContainers\` and \`ephemeralContainers\`, too. \`*\` is any key or element.
`

/** The text of \`docs/normalization-rules.md\`: one section per rule's id, in the order in which they are asked. */
export function renderRuleDocs(): string {
  const ids = [...new Set(builtInRules.map(({ id }) => id))]
  return (
    introduction +
    ids
      .map((id) =>
        renderId(
          id,
          builtInRules.filter((rule) => rule.id === id),
        ),
      )
      .join('')
  )
}

function renderId(id: string, rules: readonly NormalizationRule[]): string {
  const versions = [...new Set(rules.map(({ version }) => version))].join(', ')
  return `\n## ${id}\n\nVersion ${versions}.\n\n${rules.map(renderRule).join('\n')}`
}

function renderRule(rule: NormalizationRule): string {
  const kinds =
    rule.within === 'pod-spec' ? ['pods and their templates'] : (rule.kinds?.map(code) ?? ['all kinds'])
  const lines = [...new Set(placesOf(rule))].map((line) => `  * ${line}\n`)
  return `* ${describe(rule)}; ${kinds.join(', ')}. Source: ${rule.source}.\n${lines.join('')}`
}

function describe(rule: NormalizationRule): string {
  switch (rule.kind) {
    case 'equivalence':
      return `${covers[rule.when]}${rule.managers === undefined ? '' : `, set by ${rule.managers.map(code).join(' or ')}`}: \`${rule.class}\``
    case 'remove':
      return 'Left out'
    case 'set':
      return 'A list whose order means nothing'
    case 'quantity':
      return 'A quantity, compared by its value'
    case 'duration':
      return 'A duration, compared by its value'
    case 'empty':
      return 'As good as absent where it is empty'
    case 'keep-null':
      return 'null is a value'
    case 'null':
      return 'A value of a map that is null is as good as absent'
    case 'secret-text':
      return '`stringData` counts as `data`'
    case 'default':
      return 'As good as absent where it has this value'
    case 'derived':
      return 'As good as absent where it has the value that follows from another field'
  }
}

const covers = {
  always: 'Whatever differs',
  undeclared: 'Only the cluster has it, nobody declared it',
  allocated: 'Only the cluster has it, nobody declared it, and no person is recorded as having set it',
  'one-sided': 'Only one side has it',
  autoscaled: 'An autoscaler targets the resource',
  'automatic-revision': 'Crossplane follows the newest revision',
  'late-initialised': 'Only the cluster has it, and a controller is recorded as having set it',
} as const

function placesOf(rule: NormalizationRule): readonly string[] {
  const start = rule.within === 'pod-spec' ? '<pod>' : ''
  const show = (path: string) =>
    code(`${start}${path.replace(/\/(initContainers|ephemeralContainers)\//, '/containers/')}`)
  switch (rule.kind) {
    case 'null':
    case 'secret-text':
      return []
    case 'default':
      return Object.entries(rule.values).map(
        ([path, value]) => `${show(path)}: ${code(JSON.stringify(value))}`,
      )
    case 'derived':
      return Object.entries(rule.values).map(
        ([path, { from, as = 'copy', choice }]) =>
          `${show(path)}: from ${code(from)}${choice === undefined ? (as === 'copy' ? '' : `, ${as}`) : `, ${code(JSON.stringify(choice))}`}`,
      )
    default:
      return rule.paths.map(show)
  }
}

function code(text: string): string {
  return `\`${text}\``
}
