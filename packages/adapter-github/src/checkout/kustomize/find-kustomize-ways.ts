import {
  type FieldEdit,
  formatUnit,
  getField,
  isJsonList,
  isJsonObject,
  type JsonObject,
  parseUnit,
  setField,
} from '@tideway/core'
import { type EnvironmentState, resourceOf, trySet } from '../edit/environment-state.ts'
import type { WantedChange } from '../edit/wanted-change.ts'
import { closed, type EditScene, type Rewrite, type Way } from '../edit/way.ts'
import { editResource } from '../files/find-files-ways.ts'
import type { KustomizeSource } from '../render-options.ts'
import { editTree } from '../tree/edit-tree.ts'
import type { FileTree } from '../tree/file-tree.ts'
import { addListed, editOverlayPatch } from './edit-overlay-patch.ts'
import { findGeneratorWays } from './find-generator-ways.ts'
import { findImageWays } from './find-image-ways.ts'
import { findKustomizeFiles } from './find-kustomize-files.ts'
import { findOwnFiles } from './find-own-files.ts'
import { findSettingWays } from './find-setting-ways.ts'
import { readKustomization, textIn } from './kustomization.ts'
import { findDocuments } from './kustomize-documents.ts'

/**
 * The ways back into a kustomization, best first: the literal where it stands, if only this overlay reaches its
 * file; what the kustomization itself says (images, replicas, labels, generators, patches in place); a patch of the
 * overlay, for the field alone or for the whole list that it is in.
 */
export async function findKustomizeWays(
  source: KustomizeSource,
  change: WantedChange,
  scene: EditScene,
): Promise<readonly Way[]> {
  if (change.kind === 'add') {
    const name = `${change.unit}.yaml`
    return [
      {
        group: `add ${source.path} ${name}`,
        rewrite: (tree) => addResources(source, tree, [name], change.text),
      },
    ]
  }
  if (change.kind === 'delete') return deleteWays(source, change.unit, scene)
  const { unit, edit } = change
  if (resourceOf(scene.state, unit, edit.resource) === undefined) return resourceWays(source, unit, edit)
  return fieldWays(source, unit, edit, scene)
}

function deleteWays(source: KustomizeSource, name: string, scene: EditScene): readonly Way[] {
  const unit = scene.state.get(name)
  const resources = unit?.kind === 'read' ? [...unit.resources.keys()] : []
  return [
    {
      group: `delete ${source.path} ${name}`,
      rewrite: async (tree) => {
        const files = new Map<string, string | undefined>()
        for (const resource of resources) {
          const edit = { resource, path: [], value: undefined }
          const rewrite = await editOverlayPatch(source, editTree(tree, files), edit)
          if (rewrite.kind === 'refused') return rewrite
          for (const [path, text] of rewrite.files) files.set(path, text)
        }
        return { kind: 'rewritten', files }
      },
    },
  ]
}

function resourceWays(source: KustomizeSource, unit: string, { resource, value }: FieldEdit): readonly Way[] {
  if (!isJsonObject(value)) return []
  const word = `${value['kind']}-${getField(value, ['metadata', 'name'])}`.toLowerCase()
  const names = [`${word.replace(/[^a-z0-9._-]+/g, '-')}.yaml`]
  return [
    {
      group: `resource ${source.path} ${unit} ${resource}`,
      rewrite: (tree) => addResources(source, tree, names, formatUnit([value])),
    },
  ]
}

// The overlay puts its prefix and suffix on what it lists: in the file the name stands without them.
async function addResources(
  source: KustomizeSource,
  tree: FileTree,
  names: readonly string[],
  text: string,
): Promise<Rewrite> {
  const { root } = await findKustomizeFiles(tree, source.path)
  const kustomization = await readKustomization(tree, root)
  const [prefix = '', suffix = ''] = [
    textIn(kustomization, 'namePrefix'),
    textIn(kustomization, 'nameSuffix'),
  ]
  if (prefix === '' && suffix === '') return addListed(source, tree, 'resources', names, text)
  const parsed = parseUnit(text)
  if (parsed.kind === 'invalid') return closed(parsed.error.message)
  const named: JsonObject[] = []
  for (const { identity, value } of parsed.resources) {
    const { name } = identity
    if (!name.startsWith(prefix) || !name.endsWith(suffix)) return closed(`${root} puts another name on it`)
    const plain = setField(
      value,
      ['metadata', 'name'],
      name.slice(prefix.length, name.length - suffix.length),
    )
    if (isJsonObject(plain)) named.push(plain)
  }
  return addListed(source, tree, 'resources', names, formatUnit(named))
}

async function fieldWays(
  source: KustomizeSource,
  unit: string,
  edit: FieldEdit,
  scene: EditScene,
): Promise<readonly Way[]> {
  const { tree } = scene
  const { resource, path, value } = edit
  const place = `${source.path} ${unit} ${resource} ${path.join('/')}`
  const own = await findOwnFiles(tree, source.path)
  const documents = await findDocuments(tree, source.path, resource)
  const isReplaced = path.length === 0 && isJsonObject(value)
  const literals = documents
    .filter(({ file, isPatch }) => !isPatch && own.has(file))
    .map(({ file, key }): Way => {
      const literal = { ...edit, resource: key }
      return {
        group: `literal ${file} ${place}`,
        rewrite: async (now) =>
          isReplaced ? closed('a resource is not replaced') : editResource(now, [file], literal),
      }
    })
  return [
    ...literals,
    ...(await settingWays(source, unit, edit, own, scene)),
    { group: `patch ${place}`, rewrite: (now) => editOverlayPatch(source, now, edit) },
    { group: `list ${place}`, rewrite: (now, { goal }) => patchList(source, unit, edit, now, goal) },
  ]
}

async function settingWays(
  source: KustomizeSource,
  unit: string,
  edit: FieldEdit,
  own: ReadonlySet<string>,
  scene: EditScene,
): Promise<readonly Way[]> {
  const { kustomizations } = await findKustomizeFiles(scene.tree, source.path)
  const ownKustomizations = [...kustomizations].filter((file) => own.has(file))
  const current = resourceOf(scene.state, unit, edit.resource)
  const wanted = trySet(current, edit.path, edit.value)
  if (edit.path.length === 0 || typeof wanted === 'string') return []
  const move = { path: edit.path, current, wanted: wanted.value }
  return [
    ...(await findSettingWays(scene.tree, ownKustomizations, edit, move)),
    ...(await findImageWays(scene.tree, ownKustomizations, edit, getField(current, edit.path))),
    ...(await findGeneratorWays(scene.tree, ownKustomizations, edit)),
  ]
}

// Lists of custom resources have no keys for kustomize: a patch replaces them.
async function patchList(
  source: KustomizeSource,
  unit: string,
  { resource, path }: FieldEdit,
  tree: FileTree,
  goal: EnvironmentState,
): Promise<Rewrite> {
  const wanted = resourceOf(goal, unit, resource)
  const depth = path.findIndex((_, index) => isJsonList(getField(wanted, path.slice(0, index))))
  if (depth < 0) return closed('it is in no list')
  const list = path.slice(0, depth)
  return editOverlayPatch(source, tree, { resource, path: list, value: getField(wanted, list) })
}
