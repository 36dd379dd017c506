import { editText, type FieldEdit, isJsonObject, parseUnit } from '@tideway/core'
import { type MovedResources, movedText, withMovedTexts } from '../edit/find-moved.ts'
import type { WantedChange } from '../edit/wanted-change.ts'
import { closed, type EditScene, type Rewrite, rewritten, type Way } from '../edit/way.ts'
import type { FilesSource } from '../render-options.ts'
import { type FileTree, readFile } from '../tree/file-tree.ts'
import { folderForNewFile } from '../tree/select-files.ts'
import type { RenderedUnit } from '../units/rendered-unit.ts'
import { joinTexts } from '../units/split-text.ts'

/** The way back into plain YAML: the node where it stands, a file more or less. */
export function findFilesWays(
  source: FilesSource,
  change: WantedChange,
  unit: RenderedUnit | undefined,
  scene: EditScene,
): readonly Way[] {
  const group = `${source.path} ${change.unit}`
  if (change.kind === 'add') {
    const folder = folderForNewFile(scene.tree, source.path)
    if (folder === undefined) return []
    const path = folder === '' ? `${change.unit}.yaml` : `${folder}/${change.unit}.yaml`
    return [
      {
        group: `add ${path}`,
        rewrite: async (tree) => addFile(tree, path, withMovedTexts(change.text, scene.moved)),
      },
    ]
  }
  if (unit === undefined) return []
  if (change.kind === 'delete') {
    return [{ group: `delete ${group}`, rewrite: (tree) => deleteUnit(tree, unit) }]
  }
  const { resource, path } = change.edit
  return [
    {
      group: `edit ${group} ${resource} ${path.join('/')}`,
      rewrite: (tree) => editResource(tree, unit.files, change.edit, scene.moved),
    },
  ]
}

function addFile(tree: FileTree, path: string, text: string): Rewrite {
  if (tree.has(path)) return closed(`${path} is there already`)
  return rewritten(path, text === '' || text.endsWith('\n') ? text : `${text}\n`)
}

/** Makes one edit in whichever of the files holds the resource; a new resource goes to the last one. */
export async function editResource(
  tree: FileTree,
  files: readonly string[],
  edit: FieldEdit,
  moved: MovedResources = new Map(),
): Promise<Rewrite> {
  const texts = await tree.read(files)
  const holder = files.find((file) => keysOf(texts.get(file) ?? '').includes(edit.resource)) ?? files.at(-1)
  const text = holder === undefined ? undefined : texts.get(holder)
  if (holder === undefined || text === undefined) return closed('its file is not there any more')
  const { path, value } = edit
  const arrived =
    path.length === 0 && isJsonObject(value) ? movedText(moved, edit.resource, value) : undefined
  if (arrived !== undefined && !keysOf(text).includes(edit.resource)) {
    return rewritten(holder, joinTexts([text, arrived]))
  }
  const edited = editText(text, [edit], { name: holder })
  if (edited.kind === 'refused') return closed(edited.error.message)
  const isGone = edit.path.length === 0 && edit.value === undefined && keysOf(edited.text).length === 0
  return rewritten(holder, isGone ? undefined : edited.text)
}

async function deleteUnit(tree: FileTree, unit: RenderedUnit): Promise<Rewrite> {
  const own = unit.kind === 'rendered' ? keysOf(unit.text) : []
  const files = new Map<string, string | undefined>()
  for (const file of unit.files) {
    const text = (await readFile(tree, file)) ?? ''
    const edits = own.map((resource): FieldEdit => ({ resource, path: [], value: undefined }))
    const edited = editText(text, edits, { name: file })
    if (edited.kind === 'refused') return closed(edited.error.message)
    files.set(file, keysOf(edited.text).length === 0 ? undefined : edited.text)
  }
  return { kind: 'rewritten', files }
}

function keysOf(text: string): readonly string[] {
  const parsed = parseUnit(text)
  return parsed.kind === 'parsed' ? parsed.resources.map(({ key }) => key) : []
}
