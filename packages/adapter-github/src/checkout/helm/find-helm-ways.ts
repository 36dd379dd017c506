import {
  editYaml,
  type FieldPath,
  formatPath,
  getField,
  isJsonObject,
  type Json,
  type Tree,
} from '@tideway/core'
import { resourceOf, trySet } from '../edit/environment-state.ts'
import type { WantedChange } from '../edit/wanted-change.ts'
import { closed, closedWay, type EditScene, type Rewrite, rewritten, type Way } from '../edit/way.ts'
import type { HelmSource } from '../render-options.ts'
import type { FileTree } from '../tree/file-tree.ts'
import { type FeedingValue, findFeedingValues } from '../values/find-feeding-values.ts'
import { nameValue } from '../values/name-value.ts'
import { editsOfValue, readChartValues, type ValuesFile } from './chart-values.ts'

// Each switch costs a render.
const maxSwitches = 8

/**
 * The ways back into a chart: a value in the environment's file of values, likeliest first. The proof is the probe:
 * it renders the chart with the new value, and holds only where that feeds the wanted fields and no other.
 */
export async function findHelmWays(
  source: HelmSource,
  change: WantedChange,
  scene: EditScene,
): Promise<readonly Way[]> {
  const { effective, files } = await readChartValues(source, scene.tree)
  const candidates =
    change.kind === 'field' && change.edit.path.length > 0
      ? feeding(effective, change, scene)
      : switches(effective)
  const ways = candidates.flatMap(({ path, value }) =>
    placesOf(files, path).map(
      ({ path: file }): Way => ({
        group: `value ${file} ${formatPath(path)}=${nameValue(value)}`,
        rewrite: (tree) => setValue(source, tree, file, path, value),
      }),
    ),
  )
  return [...ways, closedWay(`no single value of ${source.path} feeds it: change its templates by hand`)]
}

function feeding(
  effective: Json,
  { unit, edit }: Extract<WantedChange, { kind: 'field' }>,
  scene: EditScene,
): readonly FeedingValue[] {
  const current = resourceOf(scene.state, unit, edit.resource)
  const wanted = trySet(current, edit.path, edit.value)
  if (current === undefined || typeof wanted === 'string') return []
  const goal = resourceOf(scene.goal, unit, edit.resource)
  const list = edit.path.findLastIndex((segment) => segment.startsWith('['))
  return [
    ...findFeedingValues(effective, { path: edit.path, current, wanted: wanted.value }),
    // An element that goes and one that comes may be one element whose key is fed: a port, a name.
    ...(list < 0
      ? []
      : findFeedingValues(effective, { path: edit.path.slice(0, list), current, wanted: goal })),
  ]
}

// A whole resource comes and goes with a switch, if with any value.
function switches(effective: Json): readonly FeedingValue[] {
  return listSwitches(effective, []).slice(0, maxSwitches)
}

function listSwitches(value: Json, path: FieldPath): readonly FeedingValue[] {
  if (typeof value === 'boolean') return [{ path, value: !value }]
  if (!isJsonObject(value)) return []
  return Object.entries(value).flatMap(([key, item]) => listSwitches(item, [...path, key]))
}

// The file that says it already, then the environment's own, which is the last one.
function placesOf(files: readonly ValuesFile[], path: FieldPath): readonly ValuesFile[] {
  const saying = files.findLast(({ value }) => getField(value, path) !== undefined)
  return [...new Set([saying, files.at(-1)])].flatMap((file) => file ?? [])
}

async function setValue(
  source: HelmSource,
  tree: FileTree,
  path: string,
  at: FieldPath,
  value: Tree,
): Promise<Rewrite> {
  const { effective, files } = await readChartValues(source, tree)
  const file = files.find((candidate) => candidate.path === path)
  if (file === undefined) return closed(`${path} is not there any more`)
  const edited = editYaml(file.text, editsOfValue(file, effective, at, value), { name: path })
  return edited.kind === 'edited' ? rewritten(path, edited.text) : closed(edited.error.message)
}
