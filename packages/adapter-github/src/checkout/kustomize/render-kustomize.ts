import type { Call } from '@tideway/core'
import type { KustomizeSource } from '../render-options.ts'
import type { FileTree } from '../tree/file-tree.ts'
import { cutUnits } from '../units/cut-units.ts'
import type { RenderedFile, RenderedUnit } from '../units/rendered-unit.ts'
import type { KustomizeBuilder } from './create-kustomize-builder.ts'
import { findKustomizeFiles } from './find-kustomize-files.ts'

/** Renders a kustomization with the real program, from the files that it reaches. */
export async function renderKustomize(
  source: KustomizeSource,
  tree: FileTree,
  build: KustomizeBuilder,
  call: Call,
): Promise<readonly RenderedUnit[]> {
  const { root, files } = await findKustomizeFiles(tree, source.path)
  const texts = await tree.read([...files])
  const built = await build(source, texts, call)
  const file: RenderedFile = { ...built, path: root }
  return cutUnits([file], source.units)
}
