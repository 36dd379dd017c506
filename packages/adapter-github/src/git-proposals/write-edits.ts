import { AdapterError, type Call } from '@tideway/core'
import { fastImport } from '../git/fast-import.ts'
import type { GitPlace } from '../git-archive/archive-place.ts'
import type { BranchState } from '../github/branch-state.ts'
import type { GitHubAuthor } from '../github/github-options.ts'
import type { PlannedTree } from '../github/plan-edits.ts'

/**
 * Stores the planned tree as one commit on a base and returns its id; no ref is changed. The date is the base's, so
 * that the same content on the same base is the same commit on every machine.
 */
export async function writeEdits(
  git: GitPlace,
  base: BranchState['base'],
  planned: PlannedTree,
  text: { readonly message: string; readonly author: GitHubAuthor },
  call: Call,
): Promise<string> {
  const seconds = Math.floor(Date.parse(base.date) / 1000)
  const { commit, tree } = await fastImport(
    git,
    {
      signature: `${text.author.name} <${text.author.email}> ${seconds} +0000`,
      message: text.message,
      parent: base.sha,
      changes: planned.entries,
      idLength: base.sha.length,
    },
    call,
  )
  if (planned.sha === undefined || tree === planned.sha) return commit
  throw new AdapterError({
    kind: 'invalid-response',
    endpoint: git.endpoint,
    message: 'git stored another tree than the one that was planned',
    next: 'report this as a bug',
  })
}
