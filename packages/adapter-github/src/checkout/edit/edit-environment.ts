import {
  AdapterError,
  type Call,
  type SourceEdits,
  TidewayError,
  type Unresolved,
  type WantedUnit,
} from '@tideway/core'
import { findEnvsubstWays } from '../envsubst/find-envsubst-ways.ts'
import { findFilesWays } from '../files/find-files-ways.ts'
import { findHelmWays } from '../helm/find-helm-ways.ts'
import { findKustomizeWays } from '../kustomize/find-kustomize-ways.ts'
import type { Builder } from '../program/build.ts'
import { renderSource } from '../render-environment.ts'
import type { RenderedEnvironment, RenderSource } from '../render-options.ts'
import type { FileChanges, FileTree } from '../tree/file-tree.ts'
import type { RenderedUnit } from '../units/rendered-unit.ts'
import { changeState, findDifference, readState } from './environment-state.ts'
import { findMoved } from './find-moved.ts'
import { findWithheld } from './find-withheld.ts'
import { createProver } from './prove-edits.ts'
import { type OpenChange, type ProvenEdits, type Prover, searchEdits } from './search-edits.ts'
import { listChanges, unresolved, type WantedChange } from './wanted-change.ts'
import { closedWay, type EditScene, type Way } from './way.ts'
import { type SnapshotFacts, writeSnapshot } from './write-snapshot.ts'

/** What an environment's edits are made in. */
export interface EditPlace {
  readonly tree: FileTree
  readonly environment: RenderedEnvironment
  readonly others: readonly RenderedEnvironment[]
  readonly build: Builder
  /** The folder that keeps what no edit brings about; undefined: none does. */
  readonly snapshot?: string | undefined
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
  const changes = listChanges(wanted)
  const deleted = new Set(changes.flatMap(({ kind, unit }) => (kind === 'delete' ? [unit] : [])))
  const goal = changes.reduce((reached, change) => {
    const next = changeState(reached, change)
    return 'kind' in next ? reached : next
  }, state)
  const moved = findMoved(changes, units)
  const scene: EditScene = { tree, others, units, state, goal, moved, deleted }
  const open: OpenChange[] = []
  const refused: Unresolved[] = []
  for (const change of changes) {
    const changed = changeState(state, change)
    if ('kind' in changed) {
      refused.push(unresolved(change, changed.reason))
    } else if (findDifference(changed, state) !== undefined) {
      const withheld = findWithheld(change, state)
      if (withheld !== undefined) refused.push(unresolved(change, withheld))
      else open.push({ change, ways: await findWays(change, sources, scene), reasons: new Set() })
    }
  }
  if (open.length + refused.length === 0) return { files: [], unresolved: [] }
  const prove = await createProver(tree, environment, others, build, call)
  const found = await searchEdits(tree, state, open, prove)
  const given = [...refused, ...found.unresolved]
  // A snapshot holds whatever does not converge, and lists it in one file.
  const kept = await keepSnapshot(place, { units, wanted, unresolved: given }, found, prove, call)
  const files = await listFiles(tree, new Map([...found.changes, ...kept]))
  if (files.length === 0) return { files, unresolved: given }
  const proven = [environment, ...others].map((one) => one.environment)
  const left = new Set(given.map(({ unit }) => unit))
  const carried = Object.fromEntries(
    files.map(({ path }) => [path, [...(kept.has(path) ? left : (found.carried.get(path) ?? []))].sort()]),
  )
  return { files, unresolved: given, carried, proven }
}

// A source may reach into the folder: then what is kept there would be rendered, and it is left out.
async function keepSnapshot(
  { tree, environment, snapshot }: EditPlace,
  facts: Pick<SnapshotFacts, 'units' | 'wanted' | 'unresolved'>,
  { changes, state }: ProvenEdits,
  prove: Prover,
  call: Call,
): Promise<FileChanges> {
  if (snapshot === undefined) return new Map()
  const named = { folder: snapshot, environment: environment.environment }
  const files = writeSnapshot(tree, { ...named, ...facts }, call.sha256)
  if (files.size === 0) return files
  const reason = await prove(new Map([...changes, ...files]), state)
  if (reason === undefined) return files
  call.logger.warn('there is no snapshot, since a source would render it', { folder: snapshot, reason })
  return new Map()
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
    try {
      ways.push(...(await findSourceWays(source, change, unit, scene)))
    } catch (error) {
      if (AdapterError.isInstance(error) || !TidewayError.isInstance(error)) throw error
      ways.push(closedWay(error.message))
    }
  }
  return ways
}

async function findSourceWays(
  source: RenderSource,
  change: WantedChange,
  unit: RenderedUnit | undefined,
  scene: EditScene,
): Promise<readonly Way[]> {
  switch (source.kind) {
    case 'files':
      return findFilesWays(source, change, unit, scene)
    case 'envsubst':
      return findEnvsubstWays(source, change, unit, scene)
    case 'kustomize':
      return findKustomizeWays(source, change, scene)
    case 'helm':
      return findHelmWays(source, change, scene)
    case 'command':
      return [closedWay(`${source.command[0]} renders it, and a command cannot be inverted`)]
  }
}

async function listFiles(tree: FileTree, changes: FileChanges): Promise<SourceEdits['files']> {
  const before = await tree.read([...changes.keys()].filter((path) => tree.has(path)))
  return [...changes]
    .filter(([path, text]) => before.get(path) !== text)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([path, text]) => (text === undefined ? { kind: 'delete', path } : { kind: 'write', path, text }))
}
