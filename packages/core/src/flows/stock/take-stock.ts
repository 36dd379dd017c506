import type { ArchivedUnit, ArchiveState } from '../../archive/archive-state.ts'
import { isSameArchive } from '../../archive/is-same-archive.ts'
import type { UnitStock } from '../../archive/unit-stock.ts'
import { contestMoves } from '../../compare/contest-moves.ts'
import { isAgreed } from '../../compare/field-change.ts'
import type { Call } from '../../contract/call.ts'
import type { Commits } from '../../contract/commits.ts'
import type { UnitHead } from '../../contract/source.ts'
import type { UnitRef } from '../../contract/unit-ref.ts'
import { TidewayError } from '../../errors/tideway-error.ts'
import { ownValue } from '../../model/own-value.ts'
import type { Normalization } from '../../normalize/normalization.ts'
import { readTexts } from '../../read/read-texts.ts'
import { leaveOut, type SkipUnit } from '../../read/skip-unit.ts'
import type { ReadableSides } from '../flow-endpoints.ts'
import { beginRun, type OutdatedRun, type RunOptions } from './begin-run.ts'
import { findWrongSpace } from './find-wrong-space.ts'
import { nameCommits } from './name-commits.ts'
import { readTrail } from './read-trail.ts'
import { readTrees } from './read-trees.ts'
import type { Stock } from './stock.ts'
import { takeUnitStock } from './take-unit-stock.ts'

/** Both sides read and settled, or a commit that is outdated. */
export type TakenStock = { readonly kind: 'taken'; readonly stock: Stock } | OutdatedRun

/** What {@link takeStock} needs besides the endpoints. */
export interface StockOptions extends RunOptions {
  /** Leave out units that cannot be read. Default: stop. */
  readonly onUnreadable?: 'stop' | 'skip-unit' | undefined
  /** Default: the built-in rules. */
  readonly normalization?: Normalization | undefined
}

/**
 * Begins a run, reads both sides completely, and settles the archive on what both sides agree on. Texts that are equal on both sides and in the archive are neither read nor parsed.
 * Writes nothing. Throws where anything could not be read.
 */
export async function takeStock(
  sides: ReadableSides,
  options: StockOptions,
  call: Call,
): Promise<TakenStock> {
  const { git, confighub } = sides
  const { normalization } = options
  const unread = new Map<string, TidewayError>()
  const skip: SkipUnit | undefined =
    options.onUnreadable === 'skip-unit' ? (unit, error) => unread.set(unit, error) : undefined
  const run = await beginRun(sides, options, unread, skip, call)
  if (run.kind === 'outdated') return run
  const { commit, relation, found, state: offered, inDoubt, gitHeads, heads } = run
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
      settled: found.token === undefined || !isSameArchive(found.state, state),
      token: found.token,
      ...(found.lost === undefined ? {} : { lost: found.lost }),
      openOffers: run.openOffers,
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
