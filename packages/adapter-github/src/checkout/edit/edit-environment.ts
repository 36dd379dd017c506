import type { Call, SourceEdits, Unresolved, WantedUnit } from '@tideway/core'
import { findEnvsubstWays } from '../envsubst/find-envsubst-ways.ts'
import { findFilesWays } from '../files/find-files-ways.ts'
import type { KustomizeBuilder } from '../kustomize/create-kustomize-builder.ts'
import { findKustomizeWays } from '../kustomize/find-kustomize-ways.ts'
import { renderSource } from '../render-environment.ts'
import type { RenderedEnvironment, RenderSource } from '../render-options.ts'
import type { FileChanges, FileTree } from '../tree/file-tree.ts'
import type { RenderedUnit } from '../units/rendered-unit.ts'
import { changeState, findDifference, readState } from './environment-state.ts'
import { createProver } from './prove-edits.ts'
import { type OpenChange, searchEdits } from './search-edits.ts'
import { listChanges, unresolved, type WantedChange } from './wanted-change.ts'
import type { EditScene, Way } from './way.ts'

/** What an environment's edits are made in. */
export interface EditPlace {
  readonly tree: FileTree
  readonly environment: RenderedEnvironment
  readonly others: readonly RenderedEnvironment[]
  readonly build: KustomizeBuilder
}

/** Turns wanted units into proven file edits of the sources that they are rendered from. */
export async function editEnvironment(
  place: EditPlace,
  wanted: readonly WantedUnit[],
  call: Call,
): Promise<SourceEdits> {
  const { tree, environment, others, build } = place
  const sources = new Map<RenderSource, ReadonlyMap<string, RenderedUnit>>()
  for (const source of environment.render) {
    const rendered = await renderSource(source, tree, build, call)
    sources.set(source, new Map(rendered.map((unit) => [unit.unit, unit])))
  }
  const units = new Map([...sources.values()].flatMap((rendered) => [...rendered]))
  const state = readState(units)
  const scene: EditScene = { tree, others, units }
  const open: OpenChange[] = []
  const refused: Unresolved[] = []
  for (const change of listChanges(wanted)) {
    const changed = changeState(state, change)
    if ('kind' in changed) {
      refused.push(unresolved(change, changed.reason))
    } else if (findDifference(changed, state) !== undefined) {
      open.push({ change, ways: await findWays(change, sources, scene), reasons: new Set() })
    }
  }
  if (open.length === 0) return { files: [], unresolved: refused }
  const prove = await createProver(tree, environment, others, build, call)
  const found = await searchEdits(tree, state, open, prove)
  return {
    files: await listFiles(tree, found.changes),
    unresolved: [...refused, ...found.unresolved],
  }
}

// A new unit may go to any source; every other change goes where the unit comes from.
async function findWays(
  change: WantedChange,
  sources: ReadonlyMap<RenderSource, ReadonlyMap<string, RenderedUnit>>,
  scene: EditScene,
): Promise<readonly Way[]> {
  const ways: Way[] = []
  for (const [source, units] of sources) {
    const unit = units.get(change.unit)
    if (change.kind !== 'add' && unit === undefined) continue
    if (source.kind === 'files') ways.push(...findFilesWays(source, change, unit, scene))
    else if (source.kind === 'envsubst') ways.push(...(await findEnvsubstWays(source, change, unit, scene)))
    else ways.push(...(await findKustomizeWays(source, change, scene)))
  }
  return ways
}

async function listFiles(tree: FileTree, changes: FileChanges): Promise<SourceEdits['files']> {
  const before = await tree.read([...changes.keys()].filter((path) => tree.has(path)))
  return [...changes]
    .filter(([path, text]) => before.get(path) !== text)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([path, text]) => (text === undefined ? { kind: 'delete', path } : { kind: 'write', path, text }))
}
