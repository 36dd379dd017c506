import { parseUnit, type ResourceKey } from '@tideway/core'
import type { EnvsubstSource } from '../render-options.ts'
import type { FileTree } from '../tree/file-tree.ts'
import { readVariables } from './render-envsubst.ts'
import { type Substitution, substitute } from './substitute.ts'

/** A template and what it renders, before any patch. */
export interface Template {
  readonly path: string
  readonly text: string
  readonly filled: Extract<Substitution, { kind: 'rendered' }>
}

/** Finds the template among these files that renders a resource; without a resource, the last one. */
export async function findTemplate(
  source: EnvsubstSource,
  tree: FileTree,
  files: readonly string[],
  resource: ResourceKey | undefined,
): Promise<Template | undefined> {
  const variables = await readVariables(source, tree)
  const texts = await tree.read(files.filter((file) => file !== source.patch))
  const templates = [...texts].flatMap(([path, text]): readonly Template[] => {
    const filled = substitute(path, text, variables, source.variables)
    return filled.kind === 'rendered' ? [{ path, text, filled }] : []
  })
  if (resource === undefined) return templates.at(-1)
  return templates.find(({ filled }) => {
    const parsed = parseUnit(filled.text)
    return parsed.kind === 'parsed' && parsed.resources.some(({ key }) => key === resource)
  })
}
