import { posix } from 'node:path'
import {
  editText,
  type FieldEdit,
  formatUnit,
  getField,
  isJsonObject,
  type JsonObject,
  type ResourceKey,
  setField,
  TidewayError,
  type Tree,
} from '@tideway/core'
import { closed, type Rewrite, rewritten } from '../edit/way.ts'
import type { KustomizeSource } from '../render-options.ts'
import { type FileTree, readFile } from '../tree/file-tree.ts'
import { findKustomizeFiles } from './find-kustomize-files.ts'
import { findOwnFiles } from './find-own-files.ts'
import { findDocuments } from './kustomize-documents.ts'
import { listInKustomization } from './list-in-kustomization.ts'

/**
 * The way through a strategic merge patch of the overlay: the one that it has for the resource is extended,
 * otherwise a file is added and listed. `$patch: delete` removes a resource or a list element.
 */
export async function editOverlayPatch(
  source: KustomizeSource,
  tree: FileTree,
  edit: FieldEdit,
): Promise<Rewrite> {
  const documents = await findDocuments(tree, source.path, edit.resource)
  const target = documents.find(({ isPatch }) => !isPatch)
  if (target === undefined) return closed('no document of the kustomization renders it')
  const own = await findOwnFiles(tree, source.path)
  const patch = documents.find(({ isPatch, file }) => isPatch && own.has(file))
  if (patch !== undefined) return extend(tree, patch.file, editsOfPatch(edit, patch.key, patch.value))
  const value = partialResource(target.value, edit)
  if (value === undefined) return closed('a patch cannot say it')
  return addListed(source, tree, 'patches', patchNames(target.value), formatUnit([value]))
}

/** Adds a file to the overlay and lists it in its kustomization; the first free one of the names is taken. */
export async function addListed(
  source: KustomizeSource,
  tree: FileTree,
  list: 'patches' | 'resources',
  names: readonly string[],
  text: string,
): Promise<Rewrite> {
  const name = names.find((candidate) => !tree.has(posix.join(source.path, candidate)))
  if (name === undefined) return closed(`${names.join(' and ')} are there already`)
  const { root } = await findKustomizeFiles(tree, source.path)
  const entry = list === 'patches' ? { path: name } : name
  const listed = listInKustomization((await readFile(tree, root)) ?? '', list, entry)
  if (listed === undefined) return closed(`${root} has no list of ${list} that a line can be added to`)
  return {
    kind: 'rewritten',
    files: new Map([
      [posix.join(source.path, name), text],
      [root, listed],
    ]),
  }
}

async function extend(tree: FileTree, file: string, fieldEdits: readonly FieldEdit[]): Promise<Rewrite> {
  const edited = editText((await readFile(tree, file)) ?? '', fieldEdits, { name: file })
  return edited.kind === 'edited' ? rewritten(file, edited.text) : closed(edited.error.message)
}

/** The edits of a strategic merge patch after which it makes an edit of its resource. */
export function editsOfPatch(
  { path, value }: FieldEdit,
  key: ResourceKey,
  patch: Tree,
): readonly FieldEdit[] {
  if (path.length === 0 && value === undefined) {
    return [{ resource: key, path: ['$patch'], value: 'delete' }]
  }
  if (value !== undefined) return [{ resource: key, path, value }]
  if (isElement(path)) {
    // What the patch said of the element goes: only its keys and the marker stay.
    const cleared: FieldEdit = { resource: key, path, value: undefined }
    const removal: FieldEdit = { resource: key, path: [...path, '$patch'], value: 'delete' }
    return getField(patch, path) === undefined ? [removal] : [cleared, removal]
  }
  return [{ resource: key, path, value: null }]
}

function partialResource(target: JsonObject, edit: FieldEdit): JsonObject | undefined {
  const metadata = {
    name: getField(target, ['metadata', 'name']) ?? null,
    ...copyOf(target, 'namespace'),
  }
  const identity = { apiVersion: target['apiVersion'] ?? null, kind: target['kind'] ?? null, metadata }
  try {
    const value = editsOfPatch(edit, edit.resource, identity).reduce<Tree>(
      (partial, { path, value: field }) => setField(partial, path, field),
      identity,
    )
    return isJsonObject(value) ? value : undefined
  } catch (error) {
    if (TidewayError.isInstance(error)) return undefined
    throw error
  }
}

function copyOf(target: JsonObject, key: string): JsonObject {
  const value = getField(target, ['metadata', key])
  return value === undefined ? {} : { [key]: value }
}

function isElement(path: readonly string[]): boolean {
  return path.at(-1)?.startsWith('[') === true
}

function patchNames(target: JsonObject): readonly string[] {
  const name = fileWord(getField(target, ['metadata', 'name']))
  const kind = fileWord(target['kind']).toLowerCase()
  return [`patch-${name}.yaml`, `patch-${kind}-${name}.yaml`]
}

function fileWord(value: Tree): string {
  return String(value).replace(/[^A-Za-z0-9._-]+/g, '-')
}
