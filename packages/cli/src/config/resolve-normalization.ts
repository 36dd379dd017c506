import {
  createNormalization,
  type FieldPath,
  type Normalization,
  type NormalizationRule,
  parsePath,
  parseResourceKey,
  type ResourceKey,
  type Schema,
  standardNormalization,
} from '@tideway/core'
import { loadSchemas } from './load-schemas.ts'
import type { WrittenFields, WrittenIgnore, WrittenNormalization } from './written-normalization.ts'

const source = 'tideway.yaml'

/** What counts as equal: rules, or those that are made once the clusters have said the schemas of their kinds. */
export type ConfiguredNormalization =
  | { readonly from: 'files'; readonly rules: Normalization }
  | { readonly from: 'cluster'; readonly make: (schema: Schema) => Normalization }

/**
 * Makes the rules that `normalize` in `tideway.yaml` asks for; the built-in ones where it says nothing.
 * `read` answers the text of a file that is named there.
 */
export function resolveNormalization(
  written: WrittenNormalization | undefined,
  read: (path: string) => string | undefined,
): ConfiguredNormalization {
  if (written === undefined) return { from: 'files', rules: standardNormalization }
  const { off, ignore = [], quantities = [], durations = [], lists = [], schemas = [] } = written
  const options = {
    off,
    rules: [
      ...ignore.map(ignoring),
      ...quantities.map((fields) => folding('quantity', fields)),
      ...durations.map((fields) => folding('duration', fields)),
    ],
    listKeys(resource: ResourceKey, path: FieldPath) {
      const { group, kind } = parseResourceKey(resource)
      const name = group === '' ? kind : `${kind}.${group}`
      const found = lists.find((list) => list.kinds.includes(name) && fitsPath(list.path, path))
      return found?.keys
    },
  }
  if (schemas === 'cluster')
    return { from: 'cluster', make: (schema) => createNormalization({ ...options, schema }) }
  const schema = schemas.length === 0 ? undefined : loadSchemas(schemas, read)
  return { from: 'files', rules: createNormalization({ ...options, schema }) }
}

function ignoring({ id, reason, kinds, names, paths = [], managers }: WrittenIgnore): NormalizationRule {
  const header = { id, version: 1, source: `${source}: ${reason}`, kinds, names }
  return { ...header, kind: 'equivalence', when: 'always', paths, managers, class: 'ignored' }
}

function folding(kind: 'quantity' | 'duration', { kinds, names, paths }: WrittenFields): NormalizationRule {
  return { id: `declared-${kind}`, version: 1, source, kinds, names, kind, paths }
}

function fitsPath(pointer: string, path: readonly string[]): boolean {
  const wanted = parsePath(pointer)
  return (
    wanted.length === path.length &&
    wanted.every((segment, index) => segment === '*' || segment === path[index])
  )
}
