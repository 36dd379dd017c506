import type { FieldReport, UnitReport } from './flow-report.ts'
import { codeSpan, escapeMarkdown } from './format-markdown-text.ts'

/** What the title, body and message of a sync's proposal are made from. */
export interface ProposalFacts {
  readonly environment: string
  /** The authority's name for the environment, for instance the ConfigHub space. */
  readonly space: string
  readonly units: readonly UnitReport[]
  /** Each proposed unit's revision in the authority. */
  readonly revisions: Readonly<Record<string, string>>
  readonly unresolved: readonly {
    readonly unit: string
    readonly path?: string | undefined
    readonly reason: string
  }[]
  readonly digest: string
}

/** The texts of a proposal. */
export interface ProposalText {
  readonly title: string
  readonly body: string
  readonly message: string
}

/** Words a proposal: the verdict first, conflicts before everything else, then a table of all changes. */
export function writeProposalText(facts: ProposalFacts): ProposalText {
  const title = `sync: Import ConfigHub state for ${facts.environment}`
  const taken = facts.units.flatMap((unit) =>
    unit.fields.filter((field) => field.verdict === 'take').map((field) => ({ unit: unit.unit, ...field })),
  )
  const conflicts = taken.filter((field) => field.change === 'conflict')
  const trailers = Object.entries(facts.revisions)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([unit, revision]) => `ConfigHub-Revision: ${facts.space}/${unit}@${revision}`)
  const body = [
    `ConfigHub holds ${count(taken.length, 'change')} for **${escapeMarkdown(facts.environment)}** that Git does not have. ` +
      'Merging this makes Git render them; closing it leaves them in ConfigHub only.',
    ...section(
      'Conflicts',
      conflicts.length === 0
        ? []
        : ['Git changed these fields too. Merging accepts ConfigHub’s value.', '', ...table(conflicts)],
    ),
    ...section('Changes', table(taken)),
    ...section(
      'Not in this pull request',
      facts.unresolved.map(
        ({ unit, path, reason }) =>
          `- ${escapeMarkdown(unit)} ${codeSpan(path ?? '')}: ${escapeMarkdown(reason)}`,
      ),
    ),
    ...section('Review', [
      'Somebody changed these values in ConfigHub on purpose, or in an emergency. If a change is legitimate, merge.',
      'If it is unexpected, look at the unit’s history in ConfigHub first, and roll it back there.',
    ]),
    '',
    ...trailers,
    '',
    `<!-- tideway:env=${facts.environment};digest=${facts.digest};v=1 -->`,
  ].join('\n')
  return { title, body, message: `${title}\n\n${trailers.join('\n')}\n` }
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', `### ${title}`, '', ...lines]
}

function table(fields: readonly (FieldReport & { readonly unit: string })[]): readonly string[] {
  return [
    '| unit | resource | field | Git | ConfigHub | set by |',
    '|---|---|---|---|---|---|',
    ...fields.map((field) =>
      [
        '',
        escapeMarkdown(field.unit),
        escapeMarkdown(field.resource),
        codeSpan(field.path === '' ? '(whole)' : field.path),
        codeSpan(field.left ?? '(absent)'),
        codeSpan(field.right ?? '(absent)'),
        escapeMarkdown([field.setBy?.name, field.setBy?.at].filter((part) => part !== undefined).join(', ')),
        '',
      ]
        .join(' | ')
        .trim(),
    ),
  ]
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
