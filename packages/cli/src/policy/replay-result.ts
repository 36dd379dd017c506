import { codeSpan, countOf, escapeMarkdown, type FlowReport, type ReplayedRun } from '@tideway/core'
import { compareDecisions, type DecisionDifference } from './compare-decisions.ts'

type Replayed = Extract<ReplayedRun, { readonly kind: 'replayed' }>

/** One run that a policy decides otherwise, or of which not everything is known. */
interface ReplayedItem {
  readonly flow: string
  readonly at: string
  readonly commit: string | undefined
  /** What the archive says became of the run. */
  readonly recorded: string
  readonly before: FlowReport['outcome']
  readonly after: FlowReport['outcome']
  readonly differences: readonly DecisionDifference[]
  /** What should be known besides. */
  readonly notes: readonly string[]
}

/** What replaying an environment’s history gave, as text, as Markdown and as plain data. */
export interface ReplayResult {
  readonly json: unknown
  readonly text: string
  readonly markdown: string
  /** How many runs are decided otherwise. */
  readonly changed: number
}

/** Tells which recorded runs a policy would have decided otherwise, and which cannot be told of. */
export function describeReplay(
  environment: string,
  policy: string,
  runs: readonly ReplayedRun[],
): ReplayResult {
  const replayed = runs.flatMap((run) => (run.kind === 'replayed' ? [describeRun(run)] : []))
  const missing = runs.flatMap((run) => (run.kind === 'replayed' ? [] : [run]))
  const changed = replayed.filter(
    ({ differences, before, after }) => differences.length > 0 || before !== after,
  )
  const verdict = `policy replay ${environment}: ${policy} decides ${changed.length} of ${countOf(replayed.length, 'recorded run')} otherwise`
  const shown = replayed.filter((item) => changed.includes(item) || item.notes.length > 0)
  const blocks = shown.map((item) => ({ title: titleOf(item), lines: linesOf(item) }))
  const lost = missing.map(({ at, message, why }) => `not replayed: ${at} "${message}": ${why}`)
  return {
    json: { environment, policy, runs: replayed, notReplayed: missing },
    text: [
      verdict,
      ...blocks.flatMap(({ title, lines }) => [`  ${title}`, ...lines.map((line) => `    ${line}`)]),
      ...lost.map((line) => `  ${line}`),
      '',
    ]
      .map(showControls)
      .join('\n'),
    markdown: [
      `## ${escapeMarkdown(verdict)}`,
      ...blocks.flatMap(({ title, lines }) => [
        '',
        `### ${escapeMarkdown(title)}`,
        '',
        ...lines.map((line) => `- ${codeSpan(line)}`),
      ]),
      ...(lost.length === 0 ? [] : ['', ...lost.map((line) => `- ${escapeMarkdown(showControls(line))}`)]),
      '',
    ].join('\n'),
    changed: changed.length,
  }
}

function describeRun({ run, before, after, lost }: Replayed): ReplayedItem {
  const differs = describeRecorded(run, before)
  return {
    flow: run.flow,
    at: run.at,
    commit: run.state.commit,
    recorded: run.outcome.kind === 'wrote' ? `wrote ${run.outcome.units.join(', ')}` : run.outcome.kind,
    before: before.outcome,
    after: after.outcome,
    differences: compareDecisions(before, after),
    notes: [
      ...(differs === undefined ? [] : [differs]),
      ...lost.map(({ unit, why }) => `left out: ${unit}, ${why}`),
    ],
  }
}

// The archive says what became of a publish, not under which policy, force, limits or guards it ran.
function describeRecorded({ outcome }: Replayed['run'], then: FlowReport): string | undefined {
  const written = then.outcome === 'blocked' ? [] : then.units.filter(({ verdict }) => verdict === 'write')
  const wanted = written
    .map(({ unit }) => unit)
    .sort()
    .join(', ')
  const done = outcome.kind === 'wrote' ? outcome.units.toSorted().join(', ') : ''
  const isAsCommitted =
    outcome.kind === 'synced' ||
    (done === wanted && (outcome.kind === 'blocked') === (then.outcome === 'blocked'))
  if (isAsCommitted) return undefined
  const recorded = outcome.kind === 'wrote' ? `wrote ${done}` : outcome.kind.replace('-', ' ')
  return `recorded: ${recorded}, other than the committed policy decides: the run had another policy, --force, other limits or a guard`
}

function titleOf({ at, flow, commit = '', before, after }: ReplayedItem): string {
  return `${at}  ${flow} of ${commit.slice(0, 12)}: ${before === after ? after : `${before} -> ${after}`}`
}

function linesOf({ differences, notes }: ReplayedItem): readonly string[] {
  return [
    ...differences.map(({ unit, resource, path = '', before, after }) => {
      const place = [unit, resource, path].filter((part) => part !== undefined && part !== '').join('  ')
      return `${place}: ${before} -> ${after}`
    }),
    ...notes,
  ]
}

// Texts of a store must not move the cursor or start a line of their own.
function showControls(line: string): string {
  return line.replaceAll(/\p{Cc}/gu, ' ')
}
