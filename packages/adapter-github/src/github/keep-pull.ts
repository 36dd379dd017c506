import type { Call, Proposal, ProposalOutcome } from '@tideway/core'
import { z } from 'zod'
import { askReviewers } from './ask-reviewers.ts'
import { type ArmedPull, armPull } from './auto-merge.ts'
import type { BranchTip } from './branch-state.ts'
import type { WrittenBranch } from './branch-store.ts'
import { findForeignAuthor } from './find-foreign-author.ts'
import { labelPull, missingLabels } from './label-pull.ts'
import { openPull } from './open-pull.ts'
import { compareUrl, formatBody, isArmed, readDigest } from './proposal-body.ts'
import { type PullRequest, readPull } from './pull-request.ts'
import type { Workplace } from './workplace.ts'

/** What is to become of a pull request, and how its branch stands. */
export interface PullPlan {
  readonly wanted: Proposal
  /** The branch as it was found. */
  readonly tip: BranchTip | undefined
  /** The branch as this run wrote it; undefined where it was right. */
  readonly written: WrittenBranch | undefined
}

/** Opens the pull request of a branch that is right, or brings the open one up to date. */
export async function keepPull(
  work: Workplace,
  listed: PullRequest | undefined,
  plan: PullPlan,
  call: Call,
): Promise<ProposalOutcome | 'lost-race'> {
  const { wanted, written } = plan
  const { title } = wanted
  const found = listed && written ? await readPull(work, listed.number, call) : listed
  if (listed !== undefined && !isStillOurs(found, written)) return 'lost-race'
  const isOff = listed?.auto_merge === null && isArmedFor(work, listed, wanted)
  const keepsArmed =
    wanted.autoMerge !== undefined && (isOff || (found !== undefined && found.auto_merge !== null))
  const body = formatBody(wanted, work.options.environment, compareUrl(work), keepsArmed)
  const { pull, opened } =
    found === undefined ? await openPull(work, { title, body }, call) : { pull: found, opened: false }
  // A person who edits the text in a browser leaves carriage returns.
  const isTextRight = pull.title === title && pull.body?.replaceAll('\r\n', '\n') === body
  const write = async (changes: { readonly title?: string; readonly body: string }) => {
    const route = 'PATCH /pulls/{pull_number}'
    await work.api.send(route, { pull_number: pull.number, ...changes }, z.unknown(), call)
  }
  if (!isTextRight) await write({ title, body })
  const isUnchanged = written === undefined && isTextRight
  // Labels come last, so one that is missing shows that an earlier run did not get as far.
  const isDone = isUnchanged && missingLabels(pull, wanted.labels).length === 0
  if (!isDone) await askReviewers(work, pull, opened, wanted.reviewers ?? [], call)
  await labelPull(work, pull, wanted.labels, call)
  const autoMerge = await keepAutoMerge(work, pull, { ...plan, isOff }, call)
  // Remembered, so that a person who switches it off is told from a refusal.
  if (autoMerge?.isNew === true)
    await write({ body: formatBody(wanted, work.options.environment, compareUrl(work), true) })
  const at = { id: String(pull.number), url: pull.html_url }
  const more = autoMerge === undefined ? at : { ...at, autoMerge: autoMerge.autoMerge }
  if (opened) return { kind: 'opened', ...more }
  return { kind: isUnchanged ? 'unchanged' : 'updated', ...more }
}

// One that was merged before the branch was written carries what was merged, and its text has to go on saying so.
function isStillOurs(pull: PullRequest | undefined, written: WrittenBranch | undefined): boolean {
  if (pull?.state === 'open') return true
  return pull !== undefined && pull.merged_at !== null && pull.head.sha === written?.commit
}

function isArmedFor(work: Workplace, { body }: PullRequest, { digest }: Proposal): boolean {
  const { environment } = work.options
  return isArmed(body, environment) && readDigest(body, environment) === digest
}

async function keepAutoMerge(
  work: Workplace,
  pull: PullRequest,
  { wanted, tip, written, isOff }: PullPlan & { readonly isOff: boolean },
  call: Call,
): Promise<ArmedPull | undefined> {
  const method = wanted.autoMerge
  if (method === undefined) return undefined
  if (pull.merged_at !== null) return { autoMerge: 'merged', isNew: false }
  if (pull.auto_merge !== null) return { autoMerge: 'waiting', isNew: false }
  if (isOff) return { autoMerge: 'switched-off', isNew: false }
  const head = written?.commit ?? tip?.sha
  // What others have on the branch may hold the same, and is still for a person to merge.
  const isOurs = written !== undefined || (await findForeignAuthor(work, tip, true, call)) === undefined
  return head === undefined || !isOurs ? undefined : armPull(work, pull, { method, head }, call)
}
