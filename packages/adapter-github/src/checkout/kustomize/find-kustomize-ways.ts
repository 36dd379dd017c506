import { type FieldEdit, formatUnit, getField, isJsonList, isJsonObject, parseUnit } from '@tideway/core'
import { type EnvironmentState, resourceOf } from '../edit/environment-state.ts'
import type { WantedChange } from '../edit/wanted-change.ts'
import { closed, type EditScene, type Rewrite, type Way } from '../edit/way.ts'
import { editResource } from '../files/find-files-ways.ts'
import type { KustomizeSource } from '../render-options.ts'
import { editTree } from '../tree/edit-tree.ts'
import type { FileTree } from '../tree/file-tree.ts'
import { addListed, editOverlayPatch } from './edit-overlay-patch.ts'
import { findDocuments } from './kustomize-documents.ts'

/**
 * The ways back into a kustomization, best first: the literal where it stands, if it is in a file of the overlay
 * itself; a patch of the overlay, for the field alone or for the whole list that it is in.
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
        rewrite: (tree) => addListed(source, tree, 'resources', [name], change.text),
      },
    ]
  }
  if (change.kind === 'delete') return deleteWays(source, change.unit, scene)
  return fieldWays(source, change.unit, change.edit, scene)
}

function deleteWays(source: KustomizeSource, name: string, scene: EditScene): readonly Way[] {
  const unit = scene.units.get(name)
  const parsed = unit?.kind === 'rendered' ? parseUnit(unit.text) : undefined
  const resources = parsed?.kind === 'parsed' ? parsed.resources : []
  return [
    {
      group: `delete ${source.path} ${name}`,
      rewrite: async (tree) => {
        const files = new Map<string, string | undefined>()
        for (const { key } of resources) {
          const edit = { resource: key, path: [], value: undefined }
          const rewrite = await editOverlayPatch(source, editTree(tree, files), edit)
          if (rewrite.kind === 'refused') return rewrite
          for (const [path, text] of rewrite.files) files.set(path, text)
        }
        return { kind: 'rewritten', files }
      },
    },
  ]
}

async function fieldWays(
  source: KustomizeSource,
  unit: string,
  edit: FieldEdit,
  scene: EditScene,
): Promise<readonly Way[]> {
  const { resource, path, value } = edit
  const place = `${source.path} ${unit} ${resource} ${path.join('/')}`
  const known = scene.units.get(unit)
  const parsed = known?.kind === 'rendered' ? parseUnit(known.text) : undefined
  const isKnown = parsed?.kind === 'parsed' && parsed.resources.some(({ key }) => key === resource)
  if (!isKnown) {
    if (!isJsonObject(value)) return []
    const text = formatUnit([value])
    const word = `${value['kind']}-${getField(value, ['metadata', 'name'])}`.toLowerCase()
    const names = [`${word.replace(/[^a-z0-9._-]+/g, '-')}.yaml`]
    return [
      { group: `resource ${place}`, rewrite: (tree) => addListed(source, tree, 'resources', names, text) },
    ]
  }
  const prefix = source.path === '' ? '' : `${source.path}/`
  const documents = await findDocuments(scene.tree, source.path, resource)
  const literals = documents
    .filter(({ file, isPatch }) => !isPatch && file.startsWith(prefix))
    .map(({ file, key }): Way => {
      const own = path.length === 0 && isJsonObject(value) ? undefined : { ...edit, resource: key }
      return {
        group: `literal ${file} ${place}`,
        rewrite: async (tree) =>
          own === undefined ? closed('a resource is not replaced') : editResource(tree, [file], own),
      }
    })
  return [
    ...literals,
    { group: `patch ${place}`, rewrite: (tree) => editOverlayPatch(source, tree, edit) },
    { group: `list ${place}`, rewrite: (tree, { goal }) => patchList(source, unit, edit, tree, goal) },
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
