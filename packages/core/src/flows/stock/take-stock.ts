import type { ArchivedUnit, ArchiveState } from '../../archive/archive-state.ts'
import { isSameArchive } from '../../archive/is-same-archive.ts'
import { recoverIntent } from '../../archive/recover-intent.ts'
import type { UnitStock } from '../../archive/unit-stock.ts'
import { contestMoves } from '../../compare/contest-moves.ts'
import { isAgreed } from '../../compare/field-change.ts'
import type { StoredArchive } from '../../contract/archive-store.ts'
import type { Call } from '../../contract/call.ts'
import type { Commit, CommitRelation, Commits } from '../../contract/commits.ts'
import type { Endpoint } from '../../contract/endpoint.ts'
import type { UnitHead } from '../../contract/source.ts'
import type { UnitRef } from '../../contract/unit-ref.ts'
import { TidewayError } from '../../errors/tideway-error.ts'
import { ownValue } from '../../model/own-value.ts'
import type { Normalization } from '../../normalize/normalization.ts'
import { readHeads } from '../../read/read-heads.ts'
import { readTexts } from '../../read/read-texts.ts'
import { leaveOut, type SkipUnit } from '../../read/skip-unit.ts'
import type { ReadableSides } from '../flow-endpoints.ts'
import { settleOffers } from '../offers/settle-offers.ts'
import { findIntentEvidence } from './find-intent-evidence.ts'
import { findUnknownMerge } from './find-unknown-merge.ts'
import { findWrongSpace } from './find-wrong-space.ts'
import { hasNewerPublish } from './has-newer-publish.ts'
import { nameCommits } from './name-commits.ts'
import { forgetUnits, type OpenedArchive, openArchive } from './open-archive.ts'
import { readTrail } from './read-trail.ts'
import { readTrees } from './read-trees.ts'
import type { Stock } from './stock.ts'
import { takeUnitStock } from './take-unit-stock.ts'

/** What a run finds where its commit does not follow the newest run's. */
export interface OutdatedRun {
  readonly kind: 'outdated'
  readonly commit: Commit
  readonly relation: CommitRelation
  /** The commit of the newest run. */
  readonly newest: string
}

/** How a run begins: with both sides read and settled, or with a commit that is outdated. */
export type TakenStock = { readonly kind: 'taken'; readonly stock: Stock } | OutdatedRun

/** What {@link takeStock} needs besides the endpoints. */
export interface StockOptions {
  /** Where proposals are kept, so that merged ones can be told from open ones. */
  readonly proposals?: Endpoint['proposals']
  /** Go on where this commit has diverged from the newest run's. */
  readonly allowOlder?: boolean | undefined
  /** Leave out units that cannot be read. Default: stop. */
  readonly onUnreadable?: 'stop' | 'skip-unit' | undefined
  /** Forget on purpose what the archive holds. */
  readonly forget?: boolean | undefined
  /** Default: the built-in rules. */
  readonly normalization?: Normalization | undefined
}

/**
 * Begins a run: reads both sides completely, finds out what an interrupted run did, and settles the archive
 * on what both sides agree on. Texts that are equal on both sides and in the archive are neither read nor parsed.
 * Writes nothing. Throws where anything could not be read.
 */
export async function takeStock(
  sides: ReadableSides,
  options: StockOptions,
  call: Call,
): Promise<TakenStock> {
  const { git, confighub } = sides
  const { normalization } = options
  const commit = await git.commits.head(call)
  // The archive first: what another run writes after this shows in the lists, and its save costs this run the swap.
  const stored = await sides.archive.load(call)
  const unread = new Map<string, TidewayError>()
  const skip: SkipUnit | undefined =
    options.onUnreadable === 'skip-unit' ? (unit, error) => unread.set(unit, error) : undefined
  const gitHeads = await readHeads(git.source, git.name, call, skip)
  const heads = await readHeads(confighub.source, confighub.name, call, skip)
  const found = await openRun(sides, { stored, gitHeads, heads, forget: options.forget === true }, call)
  const newest = found.state.commit
  const relation = newest === undefined ? 'same' : await git.commits.relation(commit.id, newest, call)
  const outdated = relation === 'precedes' || relation === 'unknown' || relation === 'diverged'
  if (newest !== undefined && outdated && !(relation === 'diverged' && options.allowOlder === true)) {
    return { kind: 'outdated', commit, relation, newest }
  }
  const unknown = await findUnknownMerge(found.state, commit.id, options.proposals, git.commits, call)
  const opened = unknown === undefined ? found : forgetMerge(found, unknown.id, gitHeads, heads)

  // What became of an interrupted write cannot be found out without its unit.
  for (const { unit } of opened.state.intent?.units ?? []) {
    const error = unread.get(unit)
    if (error !== undefined) throw error
  }
  const { state: recovered, inDoubt } = await recover(opened.state, heads, confighub, call)
  const { state: offered, open } = await settleOffers(
    recovered,
    commit.id,
    options.proposals,
    git.commits,
    call,
  )
  const names = [...new Set([...gitHeads.keys(), ...heads.keys(), ...Object.keys(offered.units)])].sort()
  const unequal = names.filter((unit) => {
    if (unread.has(unit)) return false
    const entry = ownValue(offered.units, unit)
    const known = entry !== undefined && isSettled(entry)
    return !known || !isEverywhere(entry, gitHeads.get(unit), heads.get(unit), call)
  })
  const gitTexts = await readTexts(git.source, refsOf(unequal, gitHeads, offered), git.name, call, skip)
  const headRefs = refsOf(unequal, heads, offered)
  const headTexts = await readTexts(confighub.source, headRefs, confighub.name, call, skip)
  const newestHeads = new Map([...heads, ...[...headTexts].map(([unit, { head }]) => [unit, head] as const)])

  const units: Record<string, ArchivedUnit> = { ...offered.units }
  for (const unit of names) {
    const head = heads.get(unit)
    const entry = ownValue(units, unit)
    if (entry !== undefined && head !== undefined && !unread.has(unit))
      units[unit] = { ...entry, revision: head.revision }
  }
  const differing: UnitStock[] = []
  for (const unit of unequal) {
    if (unread.has(unit)) continue
    const gitText = gitTexts.get(unit)?.text ?? ''
    const read = headTexts.get(unit)
    const headText = read?.text ?? ''
    const entry = ownValue(offered.units, unit)
    const trees = parseTrees(
      { unit, gitText, headText, entry, normalization },
      git.name,
      confighub.name,
      skip,
    )
    if (trees === undefined) continue
    const stock = await takeUnitStock(
      {
        unit,
        gitText,
        head: read?.head,
        headText,
        inDoubt: inDoubt.includes(unit),
        entry,
        normalization,
        ...trees,
      },
      (head) => readTrail(confighub.history, { ref: head.ref, seen: entry?.revision, normalization }, call),
    )
    if (Object.keys(stock.gitTree).length === 0 && Object.keys(stock.headTree).length === 0)
      delete units[unit]
    else units[unit] = stock.archived
    const fields = stock.changes.filter((change) => !isAgreed(change)).length
    if (fields === 0) continue
    call.onProgress({ kind: 'unit-compared', unit, change: stock.unitChange, fields })
    differing.push(stock)
  }
  const state: ArchiveState = { ...offered, commit: commit.id, units }
  return {
    kind: 'taken',
    stock: {
      commit,
      caveats: (await git.commits.caveats?.(call)) ?? [],
      relation,
      state,
      settled: opened.token === undefined || !isSameArchive(opened.state, state),
      token: opened.token,
      ...(opened.lost === undefined ? {} : { lost: opened.lost }),
      openOffers: open,
      differing: await nameAllCommits(contestMoves(differing), git.commits, call),
      unreadable: [...unread]
        .map(([unit, error]) => ({ unit, code: error.code, message: error.problem }))
        .sort((one, other) => (one.unit < other.unit ? -1 : 1)),
      wrongSpace: findWrongSpace(gitHeads, heads, confighub.name),
      unitCount: new Set([...gitHeads.keys(), ...heads.keys()]).size,
      heads: newestHeads,
    },
  }
}

async function nameAllCommits(
  stocks: readonly UnitStock[],
  commits: Commits,
  call: Call,
): Promise<readonly UnitStock[]> {
  const named: UnitStock[] = []
  for (const stock of stocks) named.push({ ...stock, changes: await nameCommits(stock, commits, call) })
  return named
}

// A text that cannot be parsed is as good as one that cannot be read; the archive's own is no unit's.
function parseTrees(
  texts: Parameters<typeof readTrees>[0],
  git: string,
  confighub: string,
  skip: SkipUnit | undefined,
): ReturnType<typeof readTrees> | undefined {
  try {
    return readTrees(texts, git, confighub)
  } catch (error) {
    if (!TidewayError.isInstance(error) || error.code !== 'TIDEWAY_UNREADABLE') throw error
    leaveOut(texts.unit, error, skip)
    return undefined
  }
}

interface RunBeginning {
  readonly stored: StoredArchive | undefined
  readonly gitHeads: ReadonlyMap<string, UnitHead>
  readonly heads: ReadonlyMap<string, UnitHead>
  readonly forget: boolean
}

// Opens the archive, and forgets it where the authority's history shows that it was rolled back.
async function openRun(sides: ReadableSides, run: RunBeginning, call: Call): Promise<OpenedArchive> {
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

/** True where nothing is left to remember of a unit but its text. */
function isSettled(entry: ArchivedUnit): boolean {
  return entry.base.unknown.length === 0 && entry.open.length === 0 && entry.absence === undefined
}

function isEverywhere(
  entry: ArchivedUnit,
  git: UnitHead | undefined,
  head: UnitHead | undefined,
  call: Call,
): boolean {
  const digest = call.sha256(entry.base.text)
  return git?.digest === digest && head?.digest === digest
}

// A unit that the archive knows and a list lacks is asked for by name: a list alone is no evidence of absence.
function refsOf(
  units: readonly string[],
  heads: ReadonlyMap<string, UnitHead>,
  archive: ArchiveState,
): readonly UnitRef[] {
  return units.flatMap(
    (unit) => heads.get(unit)?.ref ?? (Object.hasOwn(archive.units, unit) ? [{ unit }] : []),
  )
}
