import type { FlowReport } from './flow-report.ts'
import { codeSpan, escapeMarkdown } from './format-markdown-text.ts'
import { formatProposal } from './format-proposal.ts'
import {
  describeSetters,
  describeSyncDue,
  headlineOf,
  nameSide,
  type ReportedField,
  sectionReport,
} from './format-sections.ts'
import { findWaysOut } from './format-ways-out.ts'

// GitHub shows at most 1 MiB of a step's summary; a row takes up to about 1000 characters.
const longestTable = 250

/** Formats a report as Markdown, for the step summary of a workflow: verdict, conflicts, ways out, changes. */
export function formatMarkdown(report: FlowReport): string {
  const { conflicts, held, taken, left, obstacles, tried } = sectionReport(report)
  const syncDue = describeSyncDue(report)
  const table = (fields: readonly ReportedField[]) => tableOf(fields, report)
  const lines = [
    `## ${escapeMarkdown(headlineOf(report))}`,
    ...section('Conflicts', table(conflicts)),
    ...section(
      'Stopped by',
      obstacles.map(({ unit, message }) => `- ${codeSpan(unit)}: ${escapeMarkdown(message)}`),
    ),
    ...section(
      'Left out, since they cannot be read',
      (report.unreadable ?? []).map(({ unit, message }) => `- ${codeSpan(unit)}: ${escapeMarkdown(message)}`),
    ),
    ...section(
      'Ways out',
      findWaysOut(report).map(
        ({ means, commands }, index) => `${index + 1}. ${means}: ${commands.map(codeSpan).join(', ')}`,
      ),
    ),
    ...section('Overwritten in ConfigHub', table(report.overwritten)),
    ...section('Held', table(held)),
    ...section(report.dryRun || report.outcome === 'blocked' ? 'Would change' : 'Changes', table(taken)),
    ...section('Left as it is', table(left)),
    ...section(
      'Written',
      tried.map(({ unit, outcome, revision, error }) =>
        [
          `- ${codeSpan(unit)}: ${outcome}`,
          ...(revision === undefined ? [] : [`revision ${revision}`]),
          ...(error === undefined ? [] : [escapeMarkdown(error.message)]),
        ].join(', '),
      ),
    ),
    ...section(
      'Files',
      (report.files ?? []).map(
        (file) => `- ${codeSpan(file.path)}${file.text === undefined ? ' (deleted)' : ''}`,
      ),
    ),
    ...section('Proof', report.proof === undefined ? [] : [escapeMarkdown(report.proof)]),
    ...section(
      'Pull requests',
      (report.proposals ?? []).map((proposal) => `- ${formatProposal(proposal, codeSpan)}`),
    ),
    ...section(
      'Sync due',
      report.flow === 'publish' && report.syncDue.length > 0
        ? [
            `${report.syncDue.map(codeSpan).join(', ')}: ${syncDue.command ? codeSpan(syncDue.command) : syncDue.means}`,
          ]
        : [],
    ),
    ...section(
      'Notes',
      report.notes.map((note) => `- ${escapeMarkdown(note)}`),
    ),
  ]
  return `${lines.join('\n')}\n`
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', `### ${title}`, '', ...lines]
}

function tableOf(fields: readonly ReportedField[], report: FlowReport): readonly string[] {
  if (fields.length === 0) return []
  const heads = ['unit', 'resource', 'field', nameSide(report.sides.left), nameSide(report.sides.right)]
  const more = fields.length - longestTable
  return [
    `| ${[...heads, 'set by', 'rule'].join(' | ')} |`,
    '|---|---|---|---|---|---|---|',
    ...fields.slice(0, longestTable).map((field) => rowOf(field, report)),
    ...(more > 0 ? ['', `${more} more; \`-o json\` has them all.`] : []),
  ]
}

function rowOf(field: ReportedField, report: FlowReport): string {
  const cells = [
    codeSpan(field.unit),
    codeSpan(field.resource),
    codeSpan(field.path === '' ? '(whole)' : field.path),
    codeSpan(field.left ?? '(absent)'),
    codeSpan(field.right ?? '(absent)'),
    escapeMarkdown(describeSetters(field, report)),
    escapeMarkdown(field.reason === undefined ? field.rule : `${field.rule}: ${field.reason}`),
  ]
  return `| ${cells.join(' | ')} |`
}
