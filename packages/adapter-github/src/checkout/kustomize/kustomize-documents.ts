import { posix } from 'node:path'
import {
  type JsonObject,
  type ParsedResource,
  parseResourceKey,
  parseUnit,
  type ResourceKey,
} from '@tideway/core'
import { isMap, isScalar, isSeq, parseDocument } from 'yaml'
import { type FileTree, readFile } from '../tree/file-tree.ts'
import { findKustomizeFiles } from './find-kustomize-files.ts'

/** One document that a kustomization builds on. */
export interface KustomizeDocument {
  readonly file: string
  readonly key: ResourceKey
  readonly value: JsonObject
  /** A partial resource, which a kustomization lists among its patches. */
  readonly isPatch: boolean
}

/**
 * The documents from which a kustomization renders a resource, or with which it patches it: of the same kind, and
 * of a name that it may have had before prefixes and suffixes. The longest name comes first, then the namespace.
 */
export async function findDocuments(
  tree: FileTree,
  folder: string,
  resource: ResourceKey,
): Promise<readonly KustomizeDocument[]> {
  const { files, kustomizations } = await findKustomizeFiles(tree, folder)
  const patches = new Set<string>()
  for (const path of kustomizations) {
    for (const patch of listPatches(path, (await readFile(tree, path)) ?? '')) patches.add(patch)
  }
  const texts = await tree.read([...files].filter((file) => !kustomizations.has(file)))
  const found = [...texts].flatMap(([file, text]) => {
    const parsed = parseUnit(text)
    const resources = parsed.kind === 'parsed' ? parsed.resources : []
    return resources
      .filter((candidate) => mayBe(candidate, resource))
      .map(({ key, value }) => ({ file, key, value, isPatch: patches.has(file) }))
  })
  const { namespace } = parseResourceKey(resource)
  const rank = ({ key }: KustomizeDocument) => {
    const own = parseResourceKey(key)
    return own.name.length * 2 + (own.namespace === namespace ? 1 : 0)
  }
  return found.sort((one, other) => rank(other) - rank(one))
}

/** Tells whether a document may be what a resource is rendered from: of its kind, and of a name within its name. */
export function mayBe({ identity }: ParsedResource, resource: ResourceKey): boolean {
  const wanted = parseResourceKey(resource)
  return (
    identity.group === wanted.group && identity.kind === wanted.kind && wanted.name.includes(identity.name)
  )
}

function listPatches(path: string, text: string): readonly string[] {
  const { contents } = parseDocument(text, { logLevel: 'silent' })
  if (!isMap(contents)) return []
  return ['patches', 'patchesStrategicMerge'].flatMap((name) => {
    const list = contents.get(name)
    const items = isSeq(list) ? list.items : []
    return items.flatMap((item) => {
      const named = isMap(item) ? item.get('path') : isScalar(item) ? item.value : undefined
      return typeof named === 'string' ? [posix.join(posix.dirname(path), named)] : []
    })
  })
}
