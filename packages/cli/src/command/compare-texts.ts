import {
  compareUnit,
  decideChanges,
  defaultManagers,
  type FlowOutcome,
  type FlowReport,
  findFacts,
  formatResourceKey,
  isAgreed,
  isPerson,
  judgeUnit,
  knownBase,
  type Normalization,
  type Policy,
  parseResourceKey,
  parseUnit,
  pruneResource,
  type RawResources,
  reportField,
  standardNormalization,
  summarizeUnitChange,
  unknownBase,
} from '@tideway/core'
import { explainComparison } from './explain-comparison.ts'

/** A text to compare, and its name for messages. */
export interface NamedText {
  readonly name: string
  readonly text: string
}

/** Three texts of one unit, and the policy that judges them. */
export interface TextComparison {
  /** What both sides last agreed on. Default: nobody knows, so that whatever differs is a conflict. */
  readonly base?: NamedText | undefined
  /** As Git has it. */
  readonly left: NamedText
  /** As ConfigHub has it. */
  readonly right: NamedText
  readonly policy: Policy
  /** Default: the built-in rules. */
  readonly normalization?: Normalization | undefined
  /** Notes which rule covers what. Default: false. */
  readonly explain?: boolean | undefined
}

/**
 * Says what a publish would say of three texts, without any store. A side whose resources carry what only a server
 * writes counts as read from a cluster. Differences that a rule covers are left out, and noted with `explain`.
 * Throws `TIDEWAY_YAML_INVALID` for a text that is no unit.
 */
export function compareTexts(comparison: TextComparison): FlowReport {
  const { base, policy, normalization = standardNormalization, explain = false } = comparison
  const sides = { left: 'git', right: 'confighub' }
  const unit = comparison.right.name
  const left = readResources(comparison.left)
  const right = alignNamespaces(readResources(comparison.right), left)
  const treeOf = (resources: RawResources) =>
    Object.fromEntries(
      Object.entries(resources).map(([key, resource]) => [key, pruneResource(resource, normalization)]),
    )
  const all = compareUnit(
    base === undefined ? unknownBase : knownBase(treeOf(alignNamespaces(readResources(base), left))),
    treeOf(left),
    treeOf(right),
    { normalization, facts: findFacts(left, right, (manager) => !isPerson(manager, defaultManagers)) },
  )
  const covered = all.filter((change) => change.rule !== undefined)
  const changes = all.filter((change) => change.rule === undefined)
  const unitChange = summarizeUnitChange(changes)
  const context = { flow: 'publish', environment: 'files', unit, unitChange, sides, target: 'right' } as const
  const decided = decideChanges(policy, changes, context)
  const verdict = judgeUnit(decided)
  const differs = changes.some((change) => !isAgreed(change))
  return {
    flow: 'publish',
    environment: 'files',
    sides,
    outcome: outcomes[verdict],
    dryRun: true,
    summary: differs
      ? `${decided.length} ${decided.length === 1 ? 'field differs' : 'fields differ'}: ${verdict}`
      : 'no difference',
    units: differs
      ? [{ unit, unitChange, verdict, fields: decided.map((item) => reportField(item, sides)) }]
      : [],
    unitCount: 1,
    syncDue: decided.some(
      ({ change, verdict: of }) => of === 'leave' && change.kind === 'one-side' && change.side === 'right',
    )
      ? [unit]
      : [],
    overwritten: [],
    notes: [
      ...(base === undefined ? ['no base was given: whatever differs is a conflict'] : []),
      ...(explain
        ? explainComparison([left, right], covered, normalization)
        : covered.length === 0
          ? []
          : [`rules cover ${covered.length} differences: --explain lists them`]),
    ],
  }
}

const outcomes: Readonly<Record<ReturnType<typeof judgeUnit>, FlowOutcome>> = {
  block: 'blocked',
  hold: 'held',
  write: 'done',
  leave: 'nothing-to-do',
}

function readResources({ name, text }: NamedText): RawResources {
  if (text.trim() === '') return {}
  const parsed = parseUnit(text, { name })
  if (parsed.kind === 'invalid') throw parsed.error
  return Object.fromEntries(parsed.resources.map(({ key, value }) => [key, value]))
}

// A manifest need not say the namespace that the cluster names: the same object then has the shorter name.
function alignNamespaces(resources: RawResources, like: RawResources): RawResources {
  return Object.fromEntries(
    Object.entries(resources).map(([key, value]) => {
      const short = formatResourceKey({ ...parseResourceKey(key), namespace: '' })
      return [!(key in like) && short in like && !(short in resources) ? short : key, value]
    }),
  )
}
