import {
  compareUnit,
  decideChanges,
  type FlowOutcome,
  type FlowReport,
  isAgreed,
  judgeUnit,
  knownBase,
  kubernetesListKeys,
  type Policy,
  readUnitTree,
  reportField,
  summarizeUnitChange,
  unknownBase,
} from '@tideway/core'

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
}

/**
 * Says what a publish would say of three texts, without any store.
 * Throws `TIDEWAY_YAML_INVALID` for a text that is no unit.
 */
export function compareTexts({ base, left, right, policy }: TextComparison): FlowReport {
  const sides = { left: 'git', right: 'confighub' }
  const unit = right.name
  const changes = compareUnit(
    base === undefined ? unknownBase : knownBase(treeOf(base)),
    treeOf(left),
    treeOf(right),
    {
      listKeys: kubernetesListKeys,
    },
  )
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
    notes: base === undefined ? ['no base was given: whatever differs is a conflict'] : [],
  }
}

const outcomes: Readonly<Record<ReturnType<typeof judgeUnit>, FlowOutcome>> = {
  block: 'blocked',
  hold: 'held',
  write: 'done',
  leave: 'nothing-to-do',
}

function treeOf({ name, text }: NamedText) {
  const read = readUnitTree(text, name)
  if (read.kind === 'invalid') throw read.error
  return read.tree
}
