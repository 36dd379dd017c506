import { AdapterError, TidewayError, type Unresolved } from '@tideway/core'
import { groupBy } from '../group-by.ts'
import { editTree } from '../tree/edit-tree.ts'
import type { FileChanges, FileTree } from '../tree/file-tree.ts'
import { changeState, type EnvironmentState } from './environment-state.ts'
import { findEncrypted } from './find-encrypted.ts'
import { unresolved, type WantedChange } from './wanted-change.ts'
import { closed, type Rewrite, type Way } from './way.ts'

/** A wanted change, the ways left to try, and why those tried so far failed. */
export interface OpenChange {
  readonly change: WantedChange
  readonly ways: readonly Way[]
  readonly reasons: ReadonlySet<string>
}

/** Files that are proven to render a state. */
export interface ProvenEdits {
  readonly changes: FileChanges
  /** The units whose changes each of the files carries. */
  readonly carried: ReadonlyMap<string, ReadonlySet<string>>
  readonly state: EnvironmentState
}

/** Says why the tree with these changes does not render what it should, or undefined where it does. */
export type Prover = (changes: FileChanges, goal: EnvironmentState) => Promise<string | undefined>

type Attempt =
  | { readonly kind: 'proven'; readonly edits: ProvenEdits }
  | { readonly kind: 'failed'; readonly reason: string }

/**
 * Looks for file edits that bring changes about. Everything is tried at once first; where that is not proven,
 * one group of changes after the other, each by its next way, on top of what is proven already. So what is
 * answered has been proven as it stands, and nothing of a failed attempt is in it.
 */
export async function searchEdits(
  tree: FileTree,
  start: EnvironmentState,
  open: readonly OpenChange[],
  prove: Prover,
): Promise<ProvenEdits & { readonly unresolved: readonly Unresolved[] }> {
  let proven: ProvenEdits = { changes: new Map(), carried: new Map(), state: start }
  let waiting = open
  const given = new Map<WantedChange, Unresolved>()
  while (waiting.length > 0) {
    const stuck = waiting.filter(({ ways }) => ways.length === 0)
    for (const { change, reasons } of stuck) given.set(change, unresolved(change, describeReasons(reasons)))
    const groups = [...groupBy(waiting, ({ ways }) => ways[0]?.group)].flatMap(([group, members]) =>
      group === undefined ? [] : [members],
    )
    const all = groups.length > 1 ? await attempt(tree, proven, groups, prove) : undefined
    if (all?.kind === 'proven') {
      proven = all.edits
      break
    }
    const next: OpenChange[] = []
    for (const members of groups) {
      const outcome = await attempt(tree, proven, [members], prove)
      if (outcome.kind === 'proven') proven = outcome.edits
      else next.push(...members.map((member) => nextWay(member, outcome.reason)))
    }
    waiting = next
  }
  return { ...proven, unresolved: open.flatMap(({ change }) => given.get(change) ?? []) }
}

async function attempt(
  tree: FileTree,
  from: ProvenEdits,
  groups: readonly (readonly OpenChange[])[],
  prove: Prover,
): Promise<Attempt> {
  let edits = from
  for (const members of groups) {
    let goal = edits.state
    for (const { change } of members) {
      const changed = changeState(goal, change)
      if ('kind' in changed) return { kind: 'failed', reason: changed.reason }
      goal = changed
    }
    const rewrite = await rewriteOrRefuse(members, editTree(tree, edits.changes), {
      current: edits.state,
      goal,
    })
    if (rewrite === undefined) continue
    if (rewrite.kind === 'refused') return { kind: 'failed', reason: rewrite.reason }
    const encrypted = await findEncrypted(tree, rewrite.files)
    if (encrypted !== undefined) {
      return { kind: 'failed', reason: `${encrypted} is encrypted by SOPS: change it with sops` }
    }
    const units = members.map(({ change }) => change.unit)
    edits = {
      changes: new Map([...edits.changes, ...rewrite.files]),
      carried: addCarried(edits.carried, rewrite.files.keys(), units),
      state: goal,
    }
  }
  const reason = await prove(edits.changes, edits.state)
  return reason === undefined ? { kind: 'proven', edits } : { kind: 'failed', reason }
}

function addCarried(
  carried: ProvenEdits['carried'],
  paths: Iterable<string>,
  units: readonly string[],
): ProvenEdits['carried'] {
  const added = [...paths].map((path) => [path, new Set([...(carried.get(path) ?? []), ...units])] as const)
  return new Map([...carried, ...added])
}

// What an earlier edit of the same attempt broke may not be readable any more.
async function rewriteOrRefuse(
  members: readonly OpenChange[],
  ...[tree, states]: Parameters<Way['rewrite']>
): Promise<Rewrite | undefined> {
  try {
    return await members[0]?.ways[0]?.rewrite(tree, states)
  } catch (error) {
    if (AdapterError.isInstance(error) || !TidewayError.isInstance(error)) throw error
    return closed(error.message)
  }
}

function nextWay({ change, ways, reasons }: OpenChange, failure: string): OpenChange {
  return { change, ways: ways.slice(1), reasons: new Set([...reasons, failure]) }
}

function describeReasons(reasons: ReadonlySet<string>): string {
  return reasons.size === 0 ? 'no source of this environment can hold it' : [...reasons].join('; ')
}
