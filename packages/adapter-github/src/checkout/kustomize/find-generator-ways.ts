import { posix } from 'node:path'
import {
  editYaml,
  type FieldEdit,
  getField,
  isJsonList,
  type Json,
  parseResourceKey,
  type Tree,
  type YamlEdit,
} from '@tideway/core'
import { closed, closedWay, type Rewrite, rewritten, type Way } from '../edit/way.ts'
import { setEnvValue } from '../envsubst/set-env-value.ts'
import { type FileTree, readFile } from '../tree/file-tree.ts'
import { entriesOf, readKustomization, textIn } from './kustomization.ts'

/**
 * The ways into what a ConfigMap is generated from: a literal, a file, a line of a file of variables. Where the
 * name ends in a hash of the content, none leads anywhere: with the content the name would change.
 */
export async function findGeneratorWays(
  tree: FileTree,
  kustomizations: readonly string[],
  edit: FieldEdit,
): Promise<readonly Way[]> {
  const { kind, name: rendered } = parseResourceKey(edit.resource)
  const [field, key] = edit.path
  if (kind !== 'ConfigMap' || field !== 'data' || key === undefined || edit.path.length !== 2) return []
  const ways: Way[] = []
  for (const file of kustomizations) {
    for (const [index, entry] of entriesOf(
      await readKustomization(tree, file),
      'configMapGenerator',
    ).entries()) {
      const name = textIn(entry, 'name') ?? ''
      if (name === '' || !rendered.includes(name)) continue
      if (/-[0-9a-z]{10}$/.test(rendered) && !rendered.endsWith(name)) {
        return [
          closedWay(
            `its name ends in a hash of its content: change what ${file} generates it from by hand, or set disableNameSuffixHash`,
          ),
        ]
      }
      ways.push({
        group: `generated ${file} ${index} ${key}`,
        rewrite: (now) => editGenerator(now, { file, index, key, entry }, edit.value),
      })
    }
  }
  return ways
}

interface Generated {
  readonly file: string
  readonly index: number
  readonly key: string
  readonly entry: Json
}

async function editGenerator(tree: FileTree, generated: Generated, value: Tree): Promise<Rewrite> {
  const { file, index, key, entry } = generated
  if (value !== undefined && typeof value !== 'string') return closed('a generator makes texts only')
  const from = (name: string) => posix.join(posix.dirname(file), name)
  const source = texts(entry, 'files').find((line) => keyOfFile(line) === key)
  if (source !== undefined && value !== undefined)
    return rewritten(from(source.slice(source.indexOf('=') + 1)), value)
  for (const name of [...texts(entry, 'envs'), textIn(entry, 'env')]) {
    const text = name === undefined ? undefined : await readFile(tree, from(name))
    const isThere = text?.split('\n').some((line) => line.startsWith(`${key}=`)) === true
    const set = isThere && value !== undefined ? setEnvValue(from(name ?? ''), text, key, value) : undefined
    if (set !== undefined) return rewritten(from(name ?? ''), set)
  }
  const literals = texts(entry, 'literals')
  const found = literals.findIndex((line) => line.startsWith(`${key}=`))
  const at = ['configMapGenerator', String(index), 'literals']
  const line = value === undefined ? undefined : `${key}=${value}`
  if (found < 0 && line === undefined) return closed('no literal of a generator says it')
  const change: YamlEdit =
    literals.length === 0
      ? { path: at, value: line === undefined ? undefined : [line] }
      : { path: [...at, String(found < 0 ? literals.length : found)], value: line }
  const edited = editYaml((await readFile(tree, file)) ?? '', [change], { name: file })
  return edited.kind === 'edited' ? rewritten(file, edited.text) : closed(edited.error.message)
}

function texts(entry: Json, list: string): readonly string[] {
  const items = getField(entry, [list])
  return isJsonList(items) ? items.flatMap((item) => (typeof item === 'string' ? [item] : [])) : []
}

function keyOfFile(line: string): string {
  const at = line.indexOf('=')
  return at < 0 ? posix.basename(line) : line.slice(0, at)
}
