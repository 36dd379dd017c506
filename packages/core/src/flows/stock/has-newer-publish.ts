import type { ArchiveState } from '../../archive/archive-state.ts'
import type { Call } from '../../contract/call.ts'
import type { CommitId, Commits } from '../../contract/commits.ts'
import type { History, Revision } from '../../contract/history.ts'
import type { UnitHead } from '../../contract/source.ts'
import { ownValue } from '../../model/own-value.ts'

// Past this many revisions since the newest run, a unit is not followed any more.
const longestLook = 50

/**
 * Tells whether the authority holds a publish of ours that the archive does not know: then the archive was rolled
 * back. A publish is known where it is announced, or where its commit precedes the archive's, so that an outdated run
 * made it. Only units that moved since the newest run are looked at; one that moved too far to be followed counts.
 */
export async function hasNewerPublish(
  state: ArchiveState,
  moved: readonly UnitHead[],
  history: History | undefined,
  commits: Commits,
  call: Call,
): Promise<boolean> {
  const { commit: newest } = state
  if (history === undefined || newest === undefined) return false
  for (const head of moved) {
    const seen = ownValue(state.units, head.ref.unit)?.revision
    let looked = 0
    for await (const revision of history.revisions(head.ref, call)) {
      if (revision.revision === seen) break
      if (looked++ === longestLook) return true
      const commit = publishedCommit(revision)
      if (commit === undefined || isAnnounced(state, revision)) continue
      if ((await commits.relation(commit, newest, call)) !== 'precedes') return true
    }
  }
  return false
}

function publishedCommit(revision: Revision): CommitId | undefined {
  if (revision.author.kind !== 'publish') return undefined
  return /\(tideway ([0-9a-f]{12})\)$/.exec(revision.description)?.[1]
}

function isAnnounced(state: ArchiveState, revision: Revision): boolean {
  return state.intent?.units.some((planned) => planned.digest === revision.digest) === true
}
