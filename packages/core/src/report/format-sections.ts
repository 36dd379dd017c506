import { describeCommit } from './describe-commit.ts'
import { describeRevision } from './describe-revision.ts'
import type { FieldReport, FlowReport, UnitReport } from './flow-report.ts'

/** A field of a report with the unit that it is in. */
export interface ReportedField extends FieldReport {
  readonly unit: string
}

/** A report in the order in which people want to read it. */
export interface ReportSections {
  /** What stops the run; in a sync, what the proposal decides in the authority's favour. */
  readonly conflicts: readonly ReportedField[]
  readonly held: readonly ReportedField[]
  /** What was or would be written. */
  readonly taken: readonly ReportedField[]
  /** What the target keeps. */
  readonly left: readonly ReportedField[]
  /** Units that cannot be written for a reason of their own. */
  readonly obstacles: readonly { readonly unit: string; readonly message: string }[]
  /** Units whose write was tried. */
  readonly tried: readonly UnitReport[]
}

/** Sorts the fields of a report into sections; each field is in one of them. */
export function sectionReport(report: FlowReport): ReportSections {
  const fields = report.units.flatMap((unit) =>
    unit.fields.map((field) => ({ unit: unit.unit, ...field, in: sectionOf(report, unit, field) })),
  )
  const section = (name: SectionName): readonly ReportedField[] =>
    fields.filter((field) => field.in === name).map(({ in: _, ...field }) => field)
  return {
    conflicts: section('conflicts'),
    held: section('held'),
    taken: section('taken'),
    left: section('left'),
    obstacles: report.units.flatMap(({ unit, obstacle }) =>
      obstacle === undefined ? [] : [{ unit, message: obstacle }],
    ),
    tried: report.units.filter((unit) => unit.outcome !== undefined),
  }
}

type SectionName = 'conflicts' | 'held' | 'taken' | 'left'

function sectionOf(report: FlowReport, unit: UnitReport, field: FieldReport): SectionName {
  if (field.verdict === 'block') return 'conflicts'
  if (field.verdict === 'hold') return 'held'
  if (field.verdict === 'leave') return 'left'
  if (report.flow === 'sync' && field.change === 'conflict') return 'conflicts'
  return unit.verdict === 'block' || unit.verdict === 'hold' ? 'held' : 'taken'
}

/** The verdict of a report in one line. */
export function headlineOf(report: FlowReport): string {
  const offline = report.offline === undefined ? '' : ', offline'
  const mode = report.dryRun ? ` (dry run${offline})` : ''
  return `${report.flow} ${report.environment}${mode}: ${report.summary}`
}

/** The side that a flow writes to, and the one that it takes values from. */
export function directionOf(report: FlowReport): {
  readonly from: 'left' | 'right'
  readonly to: 'left' | 'right'
} {
  return report.flow === 'sync' ? { from: 'right', to: 'left' } : { from: 'left', to: 'right' }
}

/** A side's label as people know it. */
export function nameSide(label: string): string {
  if (label === 'git') return 'Git'
  return label === 'confighub' ? 'ConfigHub' : label
}

/** What is to be done about the units that a sync is due of: the command for it, or what it means where none can. */
export function describeSyncDue(report: FlowReport): { readonly command?: string; readonly means?: string } {
  if (report.ofFiles !== true) return { command: `tideway sync --env ${report.environment}` }
  return { means: `${nameSide(report.sides.right)} has changes that ${nameSide(report.sides.left)} lacks` }
}

/**
 * Who set the value of a side last: `olga, 2026-01-05T10:00:00Z, revision 7 “Scale up”` or `Dora, …, 1a2b3c4d5e6f “…”`;
 * empty where nobody knows.
 */
export function describeSetter(field: Setters, report: ReportedSides, side: 'left' | 'right'): string {
  const { setBy, leftSetBy } = field
  // A live value has a field manager, the authority's a revision, Git's a commit.
  if (report.flow === 'capture') return side === 'left' ? describeAttribution(setBy, (by) => by) : ''
  if (side === 'right') return describeAttribution(setBy, (by) => describeRevision(by, setBy?.description))
  return describeAttribution(leftSetBy, (by) => describeCommit(by, leftSetBy?.description))
}

/** Who set the values of both sides, by the names of the sides where Git's is known, too; empty where nobody knows. */
export function describeSetters(field: Setters, report: ReportedSides): string {
  const [left, right] = [describeSetter(field, report, 'left'), describeSetter(field, report, 'right')]
  if (left === '' || report.flow === 'capture') return left === '' ? right : left
  const onLeft = `${nameSide(report.sides.left)}: ${left}`
  return right === '' ? onLeft : `${onLeft}; ${nameSide(report.sides.right)}: ${right}`
}

type Setters = Pick<FieldReport, 'setBy' | 'leftSetBy'>
type ReportedSides = Pick<FlowReport, 'flow' | 'sides'>

function describeAttribution(setBy: FieldReport['setBy'], describeBy: (by: string) => string): string {
  if (setBy === undefined) return ''
  const who = setBy.name ?? (setBy.kind === 'unknown' ? undefined : setBy.kind)
  const by = setBy.by === undefined ? undefined : describeBy(setBy.by)
  return [who, setBy.at, by].filter((part) => part !== undefined).join(', ')
}
