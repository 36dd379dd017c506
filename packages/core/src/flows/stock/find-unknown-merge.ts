import type { ArchiveState } from '../../archive/archive-state.ts'
import type { Call } from '../../contract/call.ts'
import type { CommitId, Commits } from '../../contract/commits.ts'
import type { MergedProposal, ProposalSink } from '../../contract/proposal-sink.ts'

/**
 * Finds a proposal of ours that came into this commit's history since the newest run and that the archive does not
 * know: it was offered from an archive that is lost or was put back, or was closed before it was merged. Its values
 * look like Git's own change, and are not.
 */
export async function findUnknownMerge(
  state: ArchiveState,
  commit: CommitId,
  proposals: ProposalSink | undefined,
  commits: Commits,
  call: Call,
): Promise<MergedProposal | undefined> {
  const { commit: newest, offers } = state
  if (proposals === undefined || newest === undefined || newest === commit) return undefined
  const has = async (one: CommitId, other: CommitId) => {
    const relation = await commits.relation(one, other, call)
    return relation === 'same' || relation === 'descends'
  }
  for (const merged of await proposals.merged(newest, call)) {
    const isOffered = offers.some(
      ({ digest, proposal = merged.id }) => digest === merged.digest && proposal === merged.id,
    )
    // Most of them are older than the newest run.
    if (isOffered || (await has(newest, merged.commit))) continue
    if (await has(commit, merged.commit)) return merged
  }
  return undefined
}
