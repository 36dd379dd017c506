import type { ArchiveSave } from '../contract/archive-store.ts'
import { readArchive } from './archive-format.ts'
import type { ArchiveState } from './archive-state.ts'

/** A run that decided something, as the archive remembers it. */
export interface RecordedRun {
  readonly flow: 'publish' | 'sync'
  /** ISO 8601. */
  readonly at: string
  /** What was agreed, and which commit and revisions the run looked at, settled as it was when the run decided. */
  readonly state: ArchiveState
  /** What became of a publish; of a sync the archive tells no more than that it ran. */
  readonly outcome:
    | { readonly kind: 'wrote'; readonly units: readonly string[] }
    | { readonly kind: 'blocked' | 'nothing-written' | 'synced' }
}

/** What one save of an archive says of the run that made it. */
export type SaveMeaning =
  | { readonly kind: 'run'; readonly run: RecordedRun }
  /** The end of a run whose decisions another save holds, or one that decides nothing. */
  | { readonly kind: 'no-decision' }
  | { readonly kind: 'not-replayable'; readonly why: string }

/** Reads what a run left in the archive; the flows begin the message of every save with their name and commit. */
export function readRecordedRun(save: ArchiveSave, files: Readonly<Record<string, string>>): SaveMeaning {
  const [, flow, what = ''] = /^(\w+) \S+?(?:: (.*))?$/s.exec(save.message) ?? []
  if (flow === 'adopt' || (flow === 'publish' && what.startsWith('wrote '))) return { kind: 'no-decision' }
  if (flow === 'capture') {
    return { kind: 'not-replayable', why: 'what a capture saw in the cluster is recorded nowhere' }
  }
  if (flow !== 'publish' && flow !== 'sync') {
    return { kind: 'not-replayable', why: `no flow saves with the words ${JSON.stringify(save.message)}` }
  }
  const token = save.token
  const { intent, ...state } = readArchive({ token, files })
  const run = { flow, at: save.at, state } as const
  if (flow === 'sync') return { kind: 'run', run: { ...run, outcome: { kind: 'synced' } } }
  if (intent !== undefined) {
    const units = intent.units.map(({ unit }) => unit)
    return { kind: 'run', run: { ...run, outcome: { kind: 'wrote', units } } }
  }
  const outcome = { kind: what === 'blocked' ? 'blocked' : 'nothing-written' } as const
  return { kind: 'run', run: { ...run, outcome } }
}

/** True where two saves are of one run, or of two that looked at the same and ended alike. */
export function isSameRun(one: RecordedRun, other: RecordedRun): boolean {
  const seen = ({ flow, state, outcome }: RecordedRun) =>
    JSON.stringify([
      flow,
      outcome,
      state.commit,
      Object.entries(state.units).map(([unit, { revision, base }]) => [unit, revision, base]),
    ])
  return seen(one) === seen(other)
}
