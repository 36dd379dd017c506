import type { ArchiveState, Offer } from '../../archive/archive-state.ts'
import { recoverIntent } from '../../archive/recover-intent.ts'
import type { StoredArchive } from '../../contract/archive-store.ts'
import type { Call } from '../../contract/call.ts'
import type { Commit, CommitRelation } from '../../contract/commits.ts'
import type { Endpoint } from '../../contract/endpoint.ts'
import type { UnitHead } from '../../contract/source.ts'
import type { TidewayError } from '../../errors/tideway-error.ts'
import { ownValue } from '../../model/own-value.ts'
import { readHeads } from '../../read/read-heads.ts'
import type { SkipUnit } from '../../read/skip-unit.ts'
import type { ReadableSides } from '../flow-endpoints.ts'
import { settleOffers } from '../offers/settle-offers.ts'
import { findIntentEvidence } from './find-intent-evidence.ts'
import { findUnknownMerge } from './find-unknown-merge.ts'
import { hasNewerPublish } from './has-newer-publish.ts'
import { forgetUnits, type OpenedArchive, openArchive } from './open-archive.ts'

/** What a run finds where its commit does not follow the newest run's. */
export interface OutdatedRun {
  readonly kind: 'outdated'
  readonly commit: Commit
  readonly relation: CommitRelation
  /** The commit of the newest run. */
  readonly newest: string
}

/** The units of both sides as they were listed, and the archive with what became of its writes and offers. */
export interface BegunRun {
  readonly kind: 'begun'
  readonly commit: Commit
  readonly relation: CommitRelation
  /** The archive as it was found. */
  readonly found: OpenedArchive
  /** The archive after what became of its interrupted writes and its offers. */
  readonly state: ArchiveState
  /** Units of which nobody can tell whether an interrupted run wrote them. */
  readonly inDoubt: readonly string[]
  readonly openOffers: readonly Offer[]
  readonly gitHeads: ReadonlyMap<string, UnitHead>
  readonly heads: ReadonlyMap<string, UnitHead>
}

/** How a run begins. */
export interface RunOptions {
  /** Where proposals are kept, so that merged ones can be told from open ones. */
  readonly proposals?: Endpoint['proposals']
  /** Go on where this commit has diverged from the newest run's. */
  readonly allowOlder?: boolean | undefined
  /** Forget on purpose what the archive holds. */
  readonly forget?: boolean | undefined
}

/**
 * Begins a run: lists both sides completely, opens the archive, and finds out what became of what earlier runs wrote
 * and offered. Units that `unread` names when both are listed were left out through `skip`.
 */
export async function beginRun(
  sides: ReadableSides,
  options: RunOptions,
  unread: ReadonlyMap<string, TidewayError>,
  skip: SkipUnit | undefined,
  call: Call,
): Promise<BegunRun | OutdatedRun> {
  const { git, confighub } = sides
  const commit = await git.commits.head(call)
  // The archive first: what another run writes after this shows in the lists, and its save costs this run the swap.
  const stored = await sides.archive.load(call)
  const gitHeads = await readHeads(git.source, git.name, call, skip)
  const heads = await readHeads(confighub.source, confighub.name, call, skip)
  const opened = await openRun(sides, { stored, gitHeads, heads, forget: options.forget === true }, call)
  const newest = opened.state.commit
  const relation = newest === undefined ? 'same' : await git.commits.relation(commit.id, newest, call)
  const outdated = relation === 'precedes' || relation === 'unknown' || relation === 'diverged'
  if (newest !== undefined && outdated && !(relation === 'diverged' && options.allowOlder === true)) {
    return { kind: 'outdated', commit, relation, newest }
  }
  const unknown = await findUnknownMerge(opened.state, commit.id, options.proposals, git.commits, call)
  const found = unknown === undefined ? opened : forgetMerge(opened, unknown.id, gitHeads, heads)

  // What became of an interrupted write cannot be found out without its unit.
  for (const { unit } of found.state.intent?.units ?? []) {
    const error = unread.get(unit)
    if (error !== undefined) throw error
  }
  const { state: recovered, inDoubt } = await recover(found.state, heads, confighub, call)
  const { proposals } = options
  const { state, open } = await settleOffers(recovered, commit.id, proposals, git.commits, call)
  return { kind: 'begun', commit, relation, found, state, inDoubt, openOffers: open, gitHeads, heads }
}

interface FoundSides {
  readonly stored: StoredArchive | undefined
  readonly gitHeads: ReadonlyMap<string, UnitHead>
  readonly heads: ReadonlyMap<string, UnitHead>
  readonly forget: boolean
}

// Opens the archive, and forgets it where the authority's history shows that it was rolled back.
async function openRun(sides: ReadableSides, run: FoundSides, call: Call): Promise<OpenedArchive> {
  const { gitHeads, heads } = run
  const opening = { left: gitHeads.keys(), right: heads.keys(), forget: run.forget }
  const opened = openArchive(run.stored, opening)
  const moved = [...heads.values()].filter((head) => {
    const seen = ownValue(opened.state.units, head.ref.unit)?.revision
    return seen !== undefined && seen !== head.revision && gitHeads.get(head.ref.unit)?.digest !== head.digest
  })
  const { history } = sides.confighub
  if (!(await hasNewerPublish(opened.state, moved, history, sides.git.commits, call))) return opened
  return {
    ...opened,
    state: forgetUnits(opened.state.serial, [...gitHeads.keys(), ...heads.keys()]),
    lost: { kind: 'rolled-back' },
  }
}

function forgetMerge(
  found: OpenedArchive,
  proposal: string,
  gitHeads: ReadonlyMap<string, UnitHead>,
  heads: ReadonlyMap<string, UnitHead>,
): OpenedArchive {
  const state = forgetUnits(found.state.serial, [...gitHeads.keys(), ...heads.keys()])
  return { ...found, state, lost: { kind: 'unknown-merge', proposal } }
}

async function recover(
  state: ArchiveState,
  heads: ReadonlyMap<string, UnitHead>,
  confighub: Endpoint,
  call: Call,
) {
  if (state.intent === undefined) return { state, inDoubt: [] }
  return recoverIntent(state, await findIntentEvidence(state.intent, heads, confighub.history, call))
}
