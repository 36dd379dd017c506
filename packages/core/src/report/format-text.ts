import type { FieldReport, FlowReport } from './flow-report.ts'
import { formatProposal } from './format-proposal.ts'
import {
  describeSetter,
  describeSetters,
  describeSyncDue,
  directionOf,
  headlineOf,
  nameSide,
  type ReportedField,
  sectionReport,
} from './format-sections.ts'
import { findWaysOut } from './format-ways-out.ts'
import { showControls } from './show-controls.ts'

/** Formats a report for people at a terminal: the verdict first, then conflicts, then everything else. */
export function formatText(report: FlowReport): string {
  const { conflicts, held, taken, left, obstacles, tried } = sectionReport(report)
  const syncDue = describeSyncDue(report)
  const lines = [
    headlineOf(report),
    ...section(
      'Conflicts',
      conflicts.flatMap((field) => describeConflict(field, report)),
    ),
    ...section(
      'Stopped by',
      obstacles.map(({ unit, message }) => `${unit}: ${message}`),
    ),
    ...section(
      'Left out, since they cannot be read',
      (report.unreadable ?? []).map(({ unit, message }) => `${unit}: ${message}`),
    ),
    ...section(
      'Ways out',
      findWaysOut(report).flatMap(({ means, commands }, index) => [
        `${index + 1}. ${means}`,
        ...commands.map((command) => `     ${command}`),
      ]),
    ),
    ...section(
      'Overwritten in ConfigHub',
      report.overwritten.map((field) => describeMove(field, report)),
    ),
    ...section(
      'Held',
      held.map((field) =>
        [describeMove(field, report), ...(field.reason === undefined ? [] : [`(${field.reason})`])].join(' '),
      ),
    ),
    ...section(
      report.dryRun || report.outcome === 'blocked' ? 'Would change' : 'Changes',
      taken.map((field) => describeMove(field, report)),
    ),
    ...section(
      `Left as ${nameSide(report.sides[directionOf(report).to])} has it`,
      left.map((field) => describeLeft(field, report)),
    ),
    ...section(
      'Written',
      tried.map(({ unit, outcome, revision, error }) =>
        [
          `${unit}: ${outcome}`,
          ...(revision === undefined ? [] : [`revision ${revision}`]),
          ...(error === undefined ? [] : [error.message]),
        ].join(', '),
      ),
    ),
    ...section(
      'Files',
      (report.files ?? []).map((file) => (file.text === undefined ? `${file.path} (deleted)` : file.path)),
    ),
    ...diffLines(report),
    ...section('Proof', report.proof === undefined ? [] : [report.proof]),
    ...section(
      'Pull requests',
      (report.proposals ?? []).map((proposal) => formatProposal(proposal)),
    ),
    ...section(
      'Sync due',
      report.flow === 'publish' && report.syncDue.length > 0
        ? [`${report.syncDue.join(', ')}: ${syncDue.command ?? syncDue.means}`]
        : [],
    ),
    ...section('Notes', report.notes),
  ]
  return `${lines.map(showControls).join('\n')}\n`
}

// Not indented, so that it can be applied.
function diffLines({ files = [] }: FlowReport): readonly string[] {
  const diff = files.map((file) => file.diff ?? '').join('')
  return diff === '' ? [] : ['', ...diff.trimEnd().split('\n')]
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)]
}

function describeConflict(field: ReportedField, report: FlowReport): readonly string[] {
  const shown = (side: 'left' | 'right') =>
    `${field[side] ?? '(absent)'}${inBrackets(describeSetter(field, report, side))}`
  const rows = [
    [nameSide(report.sides.left), shown('left')],
    [nameSide(report.sides.right), shown('right')],
    ['base', field.base ?? '(absent)'],
    ['rule', field.reason === undefined ? field.rule : `${field.rule}: ${field.reason}`],
  ] as const
  return [placeOf(field), ...rows.map(([label, text]) => `  ${label.padEnd(9)}  ${text}`)]
}

function describeMove(field: ReportedField, report: FlowReport): string {
  const { from, to } = directionOf(report)
  const setter = inBrackets(describeSetter(field, report, from))
  return `${placeOf(field)}  ${describeChange(field, field[to], field[from])}${setter}`
}

function inBrackets(text: string): string {
  return text === '' ? '' : `  (${text})`
}

function describeLeft(field: ReportedField, report: FlowReport): string {
  const setters = describeSetters(field, report)
  const why = [field.change, setters].filter((part) => part !== '').join(', ')
  return `${placeOf(field)}  ${describeSides(field, report)} (${why})`
}

function describeSides(field: ReportedField, report: FlowReport): string {
  const { from, to } = directionOf(report)
  const [kept, other] = [field[to], field[from]]
  if (field.path === '' && other === undefined) return `only ${nameSide(report.sides[to])} has it`
  if (field.path === '' && kept === undefined) return `only ${nameSide(report.sides[from])} has it`
  return `${kept ?? '(absent)'}, ${nameSide(report.sides[from])} has ${other ?? '(absent)'}`
}

function describeChange(field: FieldReport, before: string | undefined, after: string | undefined): string {
  if (field.path === '' && before === undefined) return '(added)'
  if (field.path === '' && after === undefined) return '(deleted)'
  return `${before ?? '(absent)'} -> ${after ?? '(absent)'}`
}

function placeOf(field: ReportedField): string {
  return [field.unit, field.resource, field.path].filter((part) => part !== '').join('  ')
}
