import type { Call } from '../../contract/call.ts'
import type { History } from '../../contract/history.ts'
import type { ResourceKey } from '../../model/resource-identity.ts'
import { readUnitTree } from '../../normalize/read-unit-tree.ts'
import type { HeadUnit } from '../units/head-unit.ts'

/** A unit that holds nothing: withdrawn, with the resources that it held last, or created and never filled. */
export type EmptyUnit =
  | { readonly kind: 'withdrawn'; readonly unit: string; readonly held: readonly ResourceKey[] }
  | { readonly kind: 'never-filled'; readonly unit: string }

/** Tells of every empty unit why it is empty, from its history. Without a history nobody can tell, and none is listed. */
export async function findEmptyUnits(
  units: ReadonlyMap<string, HeadUnit>,
  history: History | undefined,
  call: Call,
): Promise<readonly EmptyUnit[]> {
  if (history === undefined) return []
  const found: EmptyUnit[] = []
  for (const [unit, { head, text }] of units) {
    if (text === '') found.push(await explainEmpty(unit, head.ref, history, call))
  }
  return found
}

async function explainEmpty(
  unit: string,
  ref: HeadUnit['head']['ref'],
  history: History,
  call: Call,
): Promise<EmptyUnit> {
  const nothing = call.sha256('')
  for await (const { digest, revision } of history.revisions(ref, call)) {
    if (digest === nothing) continue
    const read = readUnitTree(await history.contentAt(ref, revision, call), `${unit}@${revision}`)
    return { kind: 'withdrawn', unit, held: read.kind === 'read' ? Object.keys(read.tree) : [] }
  }
  return { kind: 'never-filled', unit }
}
