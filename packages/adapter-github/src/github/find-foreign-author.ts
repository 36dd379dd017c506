import type { Call } from '@tideway/core'
import { z } from 'zod'
import type { BranchCommit, BranchTip } from './branch-state.ts'
import { defaultAuthor } from './github-options.ts'
import { listPulls } from './pull-request.ts'
import type { Workplace } from './workplace.ts'

/**
 * Who else has commits on the proposal's branch that would be lost if it were replaced; undefined where nobody
 * has. Commits that a closed pull request still holds are not lost.
 */
export async function findForeignAuthor(
  work: Workplace,
  tip: BranchTip | undefined,
  hasOpenPull: boolean,
  call: Call,
): Promise<string | undefined> {
  if (tip === undefined) return undefined
  const ours = [defaultAuthor.email, work.options.author.email]
  const strange = tip.commits.filter(({ emails }) => emails.some((email) => !ours.includes(email)))
  const own = strange.length > 0 && work.options.signed ? await readLogin(work, call) : undefined
  const foreign = strange.find((commit) => own === undefined || !isSignedFor(own, commit))
  if (foreign === undefined && tip.complete) return undefined
  if (!hasOpenPull) {
    const closed = await listPulls(work, 'closed', call)
    if (closed.some(({ head }) => head.sha === tip.sha)) return undefined
  }
  return foreign?.by ?? 'somebody'
}

/** Asks for the account of the credential. */
export const viewerQuery: string = 'query { viewer { login } }'

const viewerSchema = z.object({ viewer: z.object({ login: z.string() }) })
// Who commits what GitHub signs: https://docs.github.com/authentication/managing-commit-signature-verification
const signer = 'noreply@github.com'

// Without an answer nobody counts as oneself: what others did is not replaced.
async function readLogin({ api }: Workplace, call: Call): Promise<string | undefined> {
  const answer = await api.ask(viewerQuery, {}, viewerSchema, call)
  return answer.kind === 'answered' ? answer.data.viewer.login : undefined
}

function isSignedFor(own: string, { login, emails: [author, committer] }: BranchCommit): boolean {
  return (
    login !== undefined &&
    withoutBot(login) === withoutBot(own) &&
    (committer === author || committer === signer)
  )
}

// Whether the login of an app has its ending depends on which API is asked.
function withoutBot(login: string): string {
  return login.replace(/\[bot\]$/, '')
}
