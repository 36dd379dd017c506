import { AdapterError, type Call, type ProposalOutcome } from '@tideway/core'
import { stopAutoMerge } from './auto-merge.ts'
import { commentOnce } from './comment-once.ts'
import type { PullRequest } from './pull-request.ts'
import type { Workplace } from './workplace.ts'

/** Leaves a branch with commits by others alone, and says so once; throws where there is no pull request to say it in. */
export async function blockByEdits(
  work: Workplace,
  pull: PullRequest | undefined,
  by: string,
  call: Call,
): Promise<ProposalOutcome> {
  const { branch } = work.options
  if (pull === undefined) {
    throw new AdapterError({
      kind: 'invalid-request',
      endpoint: work.api.endpoint,
      message: `the branch ${branch} has commits by ${by} and no pull request`,
      next: 'open a pull request for them or delete the branch; --take-over replaces them',
    })
  }
  // What a person has added is theirs to merge.
  await stopAutoMerge(work, pull, call)
  const text =
    `\`${branch}\` has commits that tideway did not make, so tideway leaves it as it is. ` +
    'Merge or close this pull request, or remove those commits, and the next run takes care of it again; ' +
    '`tideway sync --take-over` replaces them.'
  await commentOnce(work, pull.number, 'blocked', text, call)
  return { kind: 'blocked-by-edits', id: String(pull.number), url: pull.html_url, by }
}
