import { countOf } from './count-of.ts'
import { describeProof } from './describe-proof.ts'
import type { FieldReport, UnitReport } from './flow-report.ts'
import { formatFoldedDiff, type UnitTexts } from './format-folded-diff.ts'
import { codeSpan, escapeMarkdown } from './format-markdown-text.ts'
import { describeSetters } from './format-sections.ts'

/** What the title, body and message of a sync's proposal are made from. */
export interface ProposalFacts {
  readonly environment: string
  /** The authority's name for the environment, for instance the ConfigHub space. */
  readonly space: string
  readonly units: readonly UnitReport[]
  /** Each proposed unit before and after, as Git renders it. */
  readonly texts: readonly UnitTexts[]
  /** Each proposed unit's revision in the authority. */
  readonly revisions: Readonly<Record<string, string>>
  readonly unresolved: readonly {
    readonly unit: string
    readonly path?: string | undefined
    readonly reason: string
  }[]
  /** The environments that were rendered again from the edited files; absent where none was. */
  readonly proven?: readonly string[] | undefined
  readonly digest: string
  /** The part of the environment that is proposed; undefined: all of it. */
  readonly group?: ProposedGroup | undefined
  /** Merged without a person, by the policy. Default: false. */
  readonly mergesItself?: boolean | undefined
}

/** The part of an environment that a proposal is for. */
export interface ProposedGroup {
  /** For people, for instance its owners. */
  readonly title: string
  /** Units of several groups that could not be proposed apart, and the files that they share. */
  readonly joined: readonly { readonly units: readonly string[]; readonly files: readonly string[] }[]
}

/** The texts of a proposal. */
export interface ProposalText {
  readonly title: string
  readonly body: string
  /** The body without its differences in full. */
  readonly compactBody: string
  readonly message: string
}

type TakenField = FieldReport & { readonly unit: string }

/** Words a proposal: the verdict first, conflicts before everything else, then a table of all changes. */
export function writeProposalText(facts: ProposalFacts): ProposalText {
  const part = facts.group === undefined ? '' : ` (${facts.group.title})`
  const title = `sync: Import ConfigHub state for ${facts.environment}${part}`
  const trailers = Object.entries(facts.revisions)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([unit, revision]) =>
      `ConfigHub-Revision: ${facts.space}/${unit}@${revision}`.replaceAll(/[\r\n]/g, '?'),
    )
  return {
    title,
    body: writeBody(facts, trailers, facts.texts.map(formatFoldedDiff)),
    compactBody: writeBody(facts, trailers, []),
    message: `${title}\n\n${trailers.join('\n')}\n`,
  }
}

function writeBody(facts: ProposalFacts, trailers: readonly string[], diffs: readonly string[]): string {
  const taken: readonly TakenField[] = facts.units.flatMap((unit) =>
    unit.fields.filter((field) => field.verdict === 'take').map((field) => ({ unit: unit.unit, ...field })),
  )
  const conflicts = taken.filter((field) => field.change === 'conflict')
  return [
    writeVerdict(facts, taken, conflicts),
    ...writeGroup(facts),
    ...writeProof(facts),
    ...writeAutoMerge(facts, taken),
    ...section(
      'Conflicts',
      conflicts.length === 0
        ? []
        : ['Git changed these fields too. Merging accepts ConfigHub’s value.', '', ...table(conflicts)],
    ),
    ...section('Changes', table(taken.filter((field) => field.change !== 'conflict'))),
    ...section(
      'Not in this pull request',
      [...facts.unresolved, ...facts.units.flatMap(listWithheld)].map(
        ({ unit, path, reason }) =>
          `- ${escapeMarkdown(unit)} ${codeSpan(path ?? '')}: ${escapeMarkdown(reason)}`,
      ),
    ),
    ...section(
      'What Git will render',
      diffs.flatMap((diff) => [diff, '']),
    ),
    ...section('Review', guide(facts.environment)),
    '',
    ...trailers,
    '',
    `<!-- tideway:env=${facts.environment};digest=${facts.digest};v=1 -->`,
  ].join('\n')
}

function writeGroup({ group }: ProposalFacts): readonly string[] {
  if (group === undefined) return []
  const list = (items: readonly string[]) => items.map(codeSpan).join(', ')
  return [
    '',
    `It holds what belongs to ${codeSpan(group.title)}; what belongs to others is proposed apart.`,
    ...group.joined.flatMap(({ units, files }) => [
      '',
      `${list(units)} are in it together: no edit of ${list(files)} holds the changes of one without the others’.`,
    ]),
  ]
}

function writeProof({ environment, proven, unresolved }: ProposalFacts): readonly string[] {
  const proof = describeProof({ environment, proven, unresolved: unresolved.length })
  if (proof === undefined) return []
  return ['', `**${proof.replace(':', ':**')}.`]
}

function writeAutoMerge({ mergesItself }: ProposalFacts, taken: readonly TakenField[]): readonly string[] {
  if (mergesItself !== true) return []
  const rules = [...new Set(taken.map(({ rule }) => rule))].sort().map(codeSpan).join(', ')
  return [
    '',
    `**Merges itself** once its checks have passed: the policy lets these changes do so (${rules}). ` +
      'Whoever switches auto-merge off is not overruled for these changes.',
  ]
}

// What a rule of the flow's own leaves out, whatever the policy says.
function listWithheld({ unit, fields }: UnitReport): ProposalFacts['unresolved'] {
  return fields
    .filter(({ rule, verdict }) => rule === 'secret' && verdict === 'leave')
    .map(({ path, reason = 'the values of Secrets are not carried' }) => ({ unit, path, reason }))
}

function writeVerdict(
  { environment, units }: ProposalFacts,
  taken: readonly TakenField[],
  conflicts: readonly TakenField[],
): string {
  const changed = units.filter(({ fields }) => fields.some(({ verdict }) => verdict === 'take')).length
  const where = `${countOf(taken.length, 'change')} in ${countOf(changed, 'unit')}`
  const both = conflicts.length === 0 ? '' : ` **${countOf(conflicts.length, 'field')} changed in Git too.**`
  return (
    `ConfigHub holds ${where} of **${escapeMarkdown(environment)}** that Git does not have.${both} ` +
    'Merging this makes Git render them; closing it leaves them in ConfigHub only, and the same is not proposed again.'
  )
}

function guide(environment: string): readonly string[] {
  const look = codeSpan(`tideway history --env ${environment} --unit <unit>`)
  const undo = codeSpan(`tideway rollback --env ${environment} --unit <unit> --to previous`)
  return [
    'Somebody changed these values in ConfigHub on purpose, or in an emergency.',
    '',
    '- If that is legitimate: merge this pull request.',
    `- If it is unexpected: see who changed what with ${look}, look for bulk changes and emergency edits, and undo it there with ${undo}.`,
    '',
    'This branch is kept by tideway: it is updated in place, and closed once both sides agree.',
  ]
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', `### ${title}`, '', ...lines]
}

const gitAndAuthority = { flow: 'sync', sides: { left: 'git', right: 'confighub' } } as const

function table(fields: readonly TakenField[]): readonly string[] {
  if (fields.length === 0) return []
  return [
    '| unit | resource | field | from Git | to ConfigHub’s | set by |',
    '|---|---|---|---|---|---|',
    ...fields.map((field) => {
      const cells = [
        escapeMarkdown(field.unit),
        escapeMarkdown(field.resource),
        codeSpan(field.path === '' ? '(whole)' : field.path),
        codeSpan(field.left ?? '(absent)'),
        codeSpan(field.right ?? '(absent)'),
        escapeMarkdown(describeSetters(field, gitAndAuthority)),
      ]
      return `| ${cells.join(' | ')} |`
    }),
  ]
}
