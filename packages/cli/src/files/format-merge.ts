import { codeSpan, escapeMarkdown } from '@tideway/core'
import type { CommandResult } from '../command/command-result.ts'
import { exitCodes } from '../command/exit-code.ts'
import type { MergedUnitReport, MergeReport } from './merge-inputs.ts'

/** A merge as a result of the command. */
export function resultOfMerge(report: MergeReport): CommandResult {
  const codes = { merged: exitCodes.done, blocked: exitCodes.blocked, failed: exitCodes.error } as const
  return {
    json: report,
    text: formatMergeText(report),
    markdown: formatMergeMarkdown(report),
    code: codes[report.outcome],
  }
}

function formatMergeText({ summary, units, notes, outcome }: MergeReport): string {
  const lines = [
    `merge: ${summary}`,
    ...units.flatMap((unit) => [
      `  ${unit.unit}  ${describeOutcome(unit)}`,
      ...unit.conflicts.flatMap(({ resource, path, base, left, right }) => [
        `    ${[resource, path].filter((part) => part !== '').join('  ')}`,
        ...[
          ['base', base],
          ['left', left],
          ['right', right],
        ].map(([label, value]) => `      ${label?.padEnd(5)}  ${value ?? '(absent)'}`),
      ]),
    ]),
    ...notes.map((note) => `  note: ${note}`),
    ...(outcome === 'blocked' ? ['  --take left or --take right decides every conflict for that side'] : []),
  ]
  return lines.map((line) => `${line.replaceAll(/\p{Cc}/gu, ' ')}\n`).join('')
}

function formatMergeMarkdown({ summary, units, notes }: MergeReport): string {
  const conflicts = units.flatMap((unit) =>
    unit.conflicts.map((conflict) => ({ unit: unit.unit, ...conflict })),
  )
  const value = (text: string | undefined) => codeSpan(text ?? '(absent)')
  const lines = [
    `## ${escapeMarkdown(`merge: ${summary}`)}`,
    '',
    ...units.map((unit) => `- ${codeSpan(unit.unit)}: ${escapeMarkdown(describeOutcome(unit))}`),
    ...(conflicts.length === 0
      ? []
      : ['', '| unit | resource | field | base | left | right |', '|---|---|---|---|---|---|']),
    ...conflicts.map(
      ({ unit, resource, path, base, left, right }) =>
        `| ${[codeSpan(unit), codeSpan(resource), codeSpan(path === '' ? '(whole)' : path), value(base), value(left), value(right)].join(' | ')} |`,
    ),
    ...(notes.length === 0 ? [] : ['', ...notes.map((note) => `- ${escapeMarkdown(note)}`)]),
  ]
  return `${lines.join('\n')}\n`
}

function describeOutcome({ outcome, isDeleted, error }: MergedUnitReport): string {
  if (error !== undefined) return error.message
  const what = {
    left: 'as on the left',
    right: 'as on the right',
    both: 'changes of both sides',
    same: 'both sides agree',
    conflict: 'a person has to decide',
    refused: 'cannot be edited',
    unreadable: 'cannot be read',
  }[outcome]
  return isDeleted && outcome !== 'conflict' ? `deleted, ${what}` : what
}
