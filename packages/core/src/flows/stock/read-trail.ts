import type { RevisionStep, Trail } from '../../compare/attribute-changes.ts'
import type { Call } from '../../contract/call.ts'
import type { History, Revision } from '../../contract/history.ts'
import type { RevisionToken, UnitRef } from '../../contract/unit-ref.ts'
import type { Normalization } from '../../normalize/normalization.ts'
import { readUnitTree } from '../../normalize/read-unit-tree.ts'
import type { UnitTree } from '../../normalize/unit-tree.ts'

// Past this many revisions since the newest run, who set what is not worth a request each.
const longestTrail = 50

/** The unit whose history is followed, and what the newest run saw of it. */
export interface TrailQuery {
  readonly ref: UnitRef
  readonly seen: RevisionToken | undefined
  /** Default: the built-in rules. */
  readonly normalization?: Normalization | undefined
}

/**
 * Follows a unit's history back from its head to the revision that the newest run saw, and past what the server added
 * to it.
 * Without history, or past 50 revisions, the trail is short, and authors count as unknown.
 */
export async function readTrail(history: History | undefined, query: TrailQuery, call: Call): Promise<Trail> {
  const { ref, seen } = query
  if (history === undefined) return { steps: [], reach: 'short' }
  const revisions: Revision[] = []
  let anchor: RevisionToken | undefined
  let wasSeen = false
  for await (const revision of history.revisions(ref, call)) {
    wasSeen ||= revision.revision === seen
    // What the server makes of a write is part of it, so that the run that wrote saw it without having looked.
    if (wasSeen && revision.author.kind !== 'automation') anchor = revision.revision
    if (anchor !== undefined || revisions.length === longestTrail) break
    revisions.push(revision)
  }
  const whole = revisions.length < longestTrail
  const reach = anchor !== undefined ? 'seen' : whole ? 'beginning' : 'short'
  const steps: RevisionStep[] = []
  let before = anchor === undefined ? {} : await treeAt(history, query, anchor, call)
  let previous = anchor
  for (const revision of revisions.reverse()) {
    const tree = await treeAt(history, query, revision.revision, call)
    steps.unshift({ revision, ...(previous === undefined ? {} : { previous }), before, after: tree })
    before = tree
    previous = revision.revision
  }
  return { steps, reach }
}

async function treeAt(
  history: History,
  { ref, normalization }: TrailQuery,
  revision: RevisionToken,
  call: Call,
): Promise<UnitTree> {
  const text = await history.contentAt(ref, revision, call)
  const read = readUnitTree(text, `${ref.unit}@${revision}`, normalization)
  return read.kind === 'read' ? read.tree : {}
}
