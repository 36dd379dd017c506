import {
  AdapterError,
  codeSpan,
  type Endpoint,
  escapeMarkdown,
  type FlowReport,
  formatMarkdown,
  type ReviewCheck,
  type Reviews,
  TidewayError,
} from '@tideway/core'
import { type ExitFlags, exitCodeOfError, exitCodeOfReport, exitCodes } from './exit-code.ts'
import { showError } from './report-error.ts'
import type { Session } from './run-session.ts'

/** What came of previewing one environment. */
export type EnvironmentPreview = { readonly environment: string } & (
  | { readonly report: FlowReport }
  | { readonly error: unknown }
)

/** A preview's comment and checks, and where they go. */
export interface PreviewComment {
  /** The pull request's number. */
  readonly pull: string
  /** Names the comment that is updated in place: the environments that were asked for, or all. */
  readonly environments: readonly string[] | undefined
  readonly previews: readonly EnvironmentPreview[]
  readonly flags: ExitFlags
  /** Takes credentials out of a text. */
  readonly redact: (text: string) => string
}

/**
 * Says on a pull request what its merge would publish, as one comment, with a check for each environment.
 * Without the credential or the right to do so, as in the run of a fork's pull request, that is only a warning.
 */
export async function commentPreview(
  session: Session,
  connect: () => Promise<Endpoint>,
  comment: PreviewComment,
): Promise<void> {
  try {
    const { reviews, name } = await connect()
    if (reviews === undefined) throw noReviews(name)
    await say(reviews, comment, session)
  } catch (error) {
    const isForbidden = AdapterError.isInstance(error) && error.kind === 'forbidden'
    const isMissing = TidewayError.isInstance(error) && error.code === 'TIDEWAY_CONFIG_MISSING'
    if (!isForbidden && !isMissing) throw error
    session.tell(`warning: the pull request got no comment: ${error.message}`)
  }
}

async function say(reviews: Reviews, comment: PreviewComment, { call, tell }: Session): Promise<void> {
  const { pull, environments, previews, redact } = comment
  const topic = ['publish', ...(environments === undefined ? [] : [environments.join(',')])].join(':')
  const text = redact(writeComment(previews))
  const { kind, url } = await reviews.comment(pull, topic, text, call)
  if (kind !== 'unchanged') tell(`${kind} ${url}`)
  for (const preview of previews) {
    const check = checkOf(preview, comment.flags)
    await reviews.check(pull, { ...check, summary: redact(check.summary) }, call)
  }
}

function writeComment(previews: readonly EnvironmentPreview[]): string {
  return [
    '_What merging this would publish to ConfigHub. tideway keeps this comment up to date._',
    ...previews.map((preview) =>
      'report' in preview
        ? formatMarkdown(preview.report)
        : describeError(preview.environment, preview.error),
    ),
  ].join('\n\n')
}

function describeError(environment: string, error: unknown): string {
  const { code = 'unexpected error', message, next } = showError(error)
  return `## publish ${escapeMarkdown(environment)}: ${codeSpan(code)}\n\n${escapeMarkdown(message)}\n\nNext: ${escapeMarkdown(next)}\n`
}

function checkOf(preview: EnvironmentPreview, flags: ExitFlags): ReviewCheck {
  const name = `tideway/publish/${preview.environment}`
  if (!('report' in preview)) {
    const state = exitCodeOfError(preview.error) === exitCodes.blocked ? 'failure' : 'error'
    return { name, state, summary: showError(preview.error).message }
  }
  const code = exitCodeOfReport(preview.report, flags)
  const passes = code === exitCodes.done || code === exitCodes.changes
  const state = passes ? 'success' : code === exitCodes.blocked ? 'failure' : 'error'
  return { name, state, summary: preview.report.summary }
}

function noReviews(name: string): TidewayError {
  return new TidewayError({
    code: 'TIDEWAY_CONFIG_MISSING',
    message: `${name} has no pull requests to comment on`,
    next: 'add "github: { repository: owner/name }" to tideway.yaml',
  })
}
