import type { Call } from '../../contract/call.ts'
import type { Endpoint } from '../../contract/endpoint.ts'
import type { SyncPart } from './cut-sync.ts'

/** Who is asked to review a sync's proposals: nobody, the owners of the changed files, or these. */
export type SyncReviewers = 'none' | 'owners' | readonly string[]

/** The reviewers of each part: people by login, teams as `org/team`. An owner that is an address cannot be asked. */
export async function findReviewers(
  git: Endpoint,
  parts: readonly SyncPart[],
  reviewers: SyncReviewers,
  call: Call,
): Promise<(part: SyncPart) => readonly string[]> {
  if (reviewers === 'none') return () => []
  if (reviewers !== 'owners') return () => reviewers.map((name) => name.replace(/^@/, ''))
  const paths = parts.flatMap(({ edits }) => edits.files.map(({ path }) => path))
  if (paths.length === 0) return () => []
  const owners = await git.editor?.owners?.(paths, call)
  if (owners === undefined) {
    call.logger.warn('nobody is asked for a review, since the store does not know who owns files', {
      git: git.name,
    })
  }
  return ({ edits }) => {
    const named = edits.files.flatMap(({ path }) => owners?.get(path) ?? [])
    return [...new Set(named)].flatMap((owner) => (owner.startsWith('@') ? [owner.slice(1)] : [])).sort()
  }
}
