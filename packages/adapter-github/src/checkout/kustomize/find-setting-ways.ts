import { posix } from 'node:path'
import {
  editText,
  editYaml,
  type FieldEdit,
  type FieldPath,
  formatPath,
  isJsonList,
  parseUnit,
  parseYaml,
  type Tree,
} from '@tideway/core'
import { closed, type Rewrite, rewritten, type Way } from '../edit/way.ts'
import { type FileTree, readFile } from '../tree/file-tree.ts'
import { type FieldMove, findFeedingValues } from '../values/find-feeding-values.ts'
import { nameValue } from '../values/name-value.ts'
import { editsOfPatch } from './edit-overlay-patch.ts'
import { entriesOf, readKustomization, textIn } from './kustomization.ts'
import { mayBe } from './kustomize-documents.ts'

// Each candidate costs a build.
const maxCandidates = 4

/**
 * The ways through what a kustomization says itself: the counts of `replicas`, the tags of `images`, pairs of labels
 * and annotations, the operations of JSON patches in a file or in place, and strategic merge patches in place.
 */
export async function findSettingWays(
  tree: FileTree,
  kustomizations: readonly string[],
  edit: FieldEdit,
  move: FieldMove,
): Promise<readonly Way[]> {
  const ways: Way[] = []
  for (const file of kustomizations) {
    const kustomization = await readKustomization(tree, file)
    ways.push(...(await feedingWays({ file }, kustomization, move)))
    for (const [index, entry] of entriesOf(kustomization, 'patches').entries()) {
      const path = textIn(entry, 'path')
      const place =
        path === undefined
          ? { file, at: ['patches', String(index), 'patch'] }
          : { file: posix.join(posix.dirname(file), path) }
      const text = path === undefined ? textIn(entry, 'patch') : await readFile(tree, place.file)
      const parsed = parseYaml(text ?? '')
      if (text === undefined || parsed.kind === 'invalid') continue
      if (isJsonList(parsed.value)) ways.push(...feedingWays(place, parsed.value, move))
      else if (path === undefined) ways.push(...inlineWays(place, text, edit))
    }
  }
  return ways
}

/** A YAML text: a file, or a text that stands in a file at a path. */
interface TextPlace {
  readonly file: string
  readonly at?: FieldPath | undefined
}

function feedingWays(place: TextPlace, settings: Tree, move: FieldMove): readonly Way[] {
  return findFeedingValues(settings, move)
    .slice(0, maxCandidates)
    .map(({ path, value }) => ({
      group: `setting ${place.file} ${formatPath([...(place.at ?? []), ...path])}=${nameValue(value)}`,
      rewrite: (tree) =>
        rewriteText(tree, place, (text) => editYaml(text, [{ path, value }], { name: place.file })),
    }))
}

function inlineWays(place: TextPlace, text: string, edit: FieldEdit): readonly Way[] {
  const parsed = parseUnit(text)
  const patches = parsed.kind === 'parsed' ? parsed.resources.filter((one) => mayBe(one, edit.resource)) : []
  return patches.map(({ key }) => ({
    group: `inline ${place.file} ${formatPath(place.at ?? [])} ${edit.resource} ${formatPath(edit.path)}`,
    rewrite: (tree) =>
      rewriteText(tree, place, (now) => {
        const again = parseUnit(now)
        const patch =
          again.kind === 'parsed' ? again.resources.find((one) => one.key === key)?.value : undefined
        return editText(now, editsOfPatch(edit, key, patch), { name: place.file })
      }),
  }))
}

async function rewriteText(
  tree: FileTree,
  { file, at }: TextPlace,
  change: (text: string) => ReturnType<typeof editYaml>,
): Promise<Rewrite> {
  const whole = (await readFile(tree, file)) ?? ''
  const inner = at === undefined ? whole : await textAt(tree, file, at)
  if (inner === undefined) return closed(`${file} does not say it any more`)
  const edited = change(inner)
  if (edited.kind === 'refused') return closed(edited.error.message)
  if (at === undefined) return rewritten(file, edited.text)
  const outer = editYaml(whole, [{ path: at, value: edited.text }], { name: file })
  return outer.kind === 'edited' ? rewritten(file, outer.text) : closed(outer.error.message)
}

async function textAt(tree: FileTree, file: string, at: FieldPath): Promise<string | undefined> {
  const [list = '', index = '', key = ''] = at
  const entry = entriesOf(await readKustomization(tree, file), list)[Number(index)]
  return entry === undefined ? undefined : textIn(entry, key)
}
