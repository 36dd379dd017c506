import {
  compareThreeWay,
  countOf,
  decideChanges,
  defaultManagers,
  type FieldChange,
  type FlowOutcome,
  type FlowReport,
  findFacts,
  isAgreed,
  isPerson,
  judgeUnit,
  type Normalization,
  type Policy,
  reportField,
  standardNormalization,
  summarizeUnitChange,
  type ThreeWayComparison,
  type UnitComparison,
  type UnitReport,
} from '@tideway/core'
import { describeMoves } from './describe-moves.ts'
import { explainComparison } from './explain-comparison.ts'
import type { Inputs } from './pair-inputs.ts'

/** How files are compared. */
export interface CompareOptions {
  readonly policy: Policy
  /** Default: the built-in rules. */
  readonly normalization?: Normalization | undefined
  /** Notes which rule covers what. Default: false. */
  readonly explain?: boolean | undefined
}

/** What was found, and what a publish would say of it. */
export interface ComparedInputs {
  readonly comparison: ThreeWayComparison
  readonly report: FlowReport
}

const sides = { left: 'git', right: 'confighub' }

/**
 * Says what a publish would say of files, without any store. A side whose resources carry what only a server writes
 * counts as read from a cluster. Differences that a rule covers are left out, and noted with `explain`.
 */
export function compareInputs(inputs: Inputs, options: CompareOptions): ComparedInputs {
  const { normalization = standardNormalization, explain = false } = options
  const { base, left, right, paths } = inputs
  const comparison = compareThreeWay(base, left, right, {
    normalization,
    looseNamespaces: true,
    factsOf: (one, other) => findFacts(one, other, (manager) => !isPerson(manager, defaultManagers)),
    nameOf: (unit, side) => nameFile(unit, side, inputs),
  })
  const judged = comparison.units.map((unit) => judge(unit, options.policy))
  const reports = judged.flatMap(({ report }) => report ?? [])
  const fields = reports.flatMap((report) => report.fields)
  const outcome = outcomes.find(([verdict]) => reports.some((report) => report.verdict === verdict))?.[1]
  const failed = reports.filter(({ error }) => error !== undefined)
  const covered = judged.flatMap((item) => item.covered)
  const report: FlowReport = {
    flow: 'publish',
    environment: 'files',
    ofFiles: true,
    sides,
    outcome: failed.length > 0 ? 'failed' : (outcome ?? 'nothing-to-do'),
    dryRun: true,
    summary: summarize(inputs, reports, fields.length),
    units: reports,
    unitCount: comparison.unitCount,
    rules: normalization.version,
    syncDue: judged.flatMap(({ isSyncDue, unit }) => (isSyncDue ? [unit.unit] : [])),
    overwritten: [],
    notes: [
      ...(paths.base === undefined ? ['no base was given: whatever differs is a conflict'] : []),
      ...describeMoves(comparison, sides),
      ...(explain
        ? explainComparison(
            judged.flatMap(({ unit, covered: changes }) =>
              unit.kind === 'compared'
                ? [
                    {
                      prefix: inputs.kind === 'file' ? '' : `${unit.unit}: `,
                      left: unit.left.raw,
                      right: unit.right.raw,
                      covered: changes,
                    },
                  ]
                : [],
            ),
            normalization,
          )
        : covered.length === 0
          ? []
          : [`rules cover ${countOf(covered.length, 'difference')}: --explain lists them`]),
    ],
  }
  return { comparison, report }
}

// From what weighs most.
const outcomes: readonly (readonly [verdict: ReturnType<typeof judgeUnit>, outcome: FlowOutcome])[] = [
  ['block', 'blocked'],
  ['hold', 'held'],
  ['write', 'done'],
]

/** The file that a text came from, for messages. */
export function nameFile(unit: string, side: 'base' | 'left' | 'right', { kind, paths }: Inputs): string {
  const path = paths[side] ?? side
  return kind === 'file' ? path : `${path.replace(/\/$/, '')}/${unit}`
}

interface JudgedUnit {
  readonly unit: UnitComparison
  readonly report?: UnitReport
  readonly covered: readonly FieldChange[]
  readonly isSyncDue: boolean
}

function judge(unit: UnitComparison, policy: Policy): JudgedUnit {
  if (unit.kind === 'unreadable') {
    const error = { code: unit.error.code, message: unit.error.message }
    const report: UnitReport = {
      unit: unit.unit,
      unitChange: 'none',
      verdict: 'block',
      fields: [],
      error,
      obstacle: error.message,
    }
    return { unit, report, covered: [], isSyncDue: false }
  }
  if (unit.kind === 'unlisted') return { unit, covered: [], isSyncDue: false }
  const covered = unit.changes.filter((change) => change.rule !== undefined || change.kind === 'order-only')
  const changes = unit.changes.filter((change) => change.rule === undefined)
  if (changes.every(isAgreed)) return { unit, covered, isSyncDue: false }
  const unitChange = summarizeUnitChange(changes)
  const decided = decideChanges(policy, changes, {
    flow: 'publish',
    environment: 'files',
    unit: unit.unit,
    unitChange,
    sides,
    target: 'right',
  })
  const trees = { left: unit.left.tree, right: unit.right.tree }
  return {
    unit,
    covered,
    report: {
      unit: unit.unit,
      unitChange,
      verdict: judgeUnit(decided),
      fields: decided.map((item) => reportField(item, sides, trees)),
    },
    isSyncDue: decided.some(
      ({ change, verdict }) => verdict === 'leave' && change.kind === 'one-side' && change.side === 'right',
    ),
  }
}

function summarize({ kind }: Inputs, reports: readonly UnitReport[], fields: number): string {
  if (reports.length === 0) return 'no difference'
  const verdict = outcomes.find(([name]) => reports.some((report) => report.verdict === name))?.[0] ?? 'leave'
  const where = kind === 'file' ? '' : ` in ${reports.length} ${reports.length === 1 ? 'unit' : 'units'}`
  return `${fields} ${fields === 1 ? 'field differs' : 'fields differ'}${where}: ${verdict}`
}
