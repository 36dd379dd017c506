import {
  deepEqual,
  type FieldPath,
  getField,
  isJsonObject,
  type Json,
  parseYaml,
  setField,
  type Tree,
  type YamlEdit,
} from '@tideway/core'
import type { HelmSource } from '../render-options.ts'
import type { FileTree } from '../tree/file-tree.ts'

/** The values that a chart is rendered with, and the file that a change of them goes to. */
export interface ChartValues {
  /** What templates see. */
  readonly effective: Json
  readonly files: readonly ValuesFile[]
}

/** A file of values that an environment names, or the chart's own where it names none. */
export interface ValuesFile {
  readonly path: string
  readonly text: string
  readonly value: Tree
  /** What holds without this file and those behind it. */
  readonly below: Json
}

/** Reads values as helm does: the chart's own first, then each file over what was before. */
export async function readChartValues(source: HelmSource, tree: FileTree): Promise<ChartValues> {
  const own = `${source.path}/values.yaml`
  const subcharts = tree.paths.flatMap((path) => {
    const [, name] = /^charts\/([^/]+)\/values\.yaml$/.exec(path.slice(source.path.length + 1)) ?? []
    return path.startsWith(`${source.path}/`) && name !== undefined ? [{ path, name }] : []
  })
  const texts = await tree.read([...subcharts.map(({ path }) => path), own, ...source.values])
  let effective: Json = {}
  for (const { path, name } of subcharts) {
    effective = overlay(effective, { [name]: readValue(path, texts.get(path) ?? '') ?? {} })
  }
  const files: ValuesFile[] = []
  for (const path of [own, ...source.values]) {
    const text = texts.get(path)
    if (text === undefined) continue
    const value = readValue(path, text)
    const isWritable = path !== own || source.values.length === 0
    if (isWritable) files.push({ path, text, value, below: effective })
    effective = overlay(effective, value)
  }
  return { effective, files }
}

function readValue(path: string, text: string): Tree {
  const parsed = parseYaml(text, { name: path })
  if (parsed.kind === 'invalid') throw parsed.error
  return parsed.value ?? undefined
}

// Maps are merged, everything else is replaced; null takes away (Helm, "Values files").
function overlay(base: Json, over: Tree): Json {
  if (over === undefined) return base
  if (!isJsonObject(base) || !isJsonObject(over)) return over
  const merged: Record<string, Json> = { ...base }
  for (const [key, value] of Object.entries(over)) {
    if (value === null) delete merged[key]
    else merged[key] = overlay(merged[key] ?? null, value)
  }
  return merged
}

/** The edits of a file after which the effective value at a path is what is wanted. */
export function editsOfValue(
  file: ValuesFile,
  effective: Json,
  path: FieldPath,
  wanted: Tree,
): readonly YamlEdit[] {
  const present = getField(effective, path)
  if (deepEqual(present, wanted)) return []
  if (isJsonObject(present) && isJsonObject(wanted)) {
    return [...new Set([...Object.keys(wanted), ...Object.keys(present)])].flatMap((key) =>
      editsOfValue(file, effective, [...path, key], wanted[key]),
    )
  }
  const list = path.findIndex((_, index) => Array.isArray(getField(effective, path.slice(0, index))))
  if (list >= 0 && getField(file.value, path) === undefined) {
    // A list is not merged: the file needs all of it.
    const above = path.slice(0, list)
    return [{ path: above, value: setField(getField(effective, above), path.slice(list), wanted) }]
  }
  if (wanted !== undefined) return [{ path, value: wanted }]
  return [{ path, value: getField(file.below, path) === undefined ? undefined : null }]
}
