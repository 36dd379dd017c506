import type { Call } from '@tideway/core'
import { renderCommand } from './command/render-command.ts'
import { renderEnvsubst } from './envsubst/render-envsubst.ts'
import { renderFiles } from './files/render-files.ts'
import { renderHelm } from './helm/render-helm.ts'
import { renderKustomize } from './kustomize/render-kustomize.ts'
import type { Builder } from './program/build.ts'
import { renderFailed } from './render-failed.ts'
import type { RenderSource } from './render-options.ts'
import type { FileTree } from './tree/file-tree.ts'
import type { RenderedUnit } from './units/rendered-unit.ts'

/** Renders sources one by one. Throws a TidewayError where it cannot be told which units there are. */
export async function renderSource(
  source: RenderSource,
  tree: FileTree,
  build: Builder,
  call: Call,
): Promise<readonly RenderedUnit[]> {
  switch (source.kind) {
    case 'files':
      return renderFiles(source, tree)
    case 'envsubst':
      return renderEnvsubst(source, tree)
    case 'kustomize':
      return renderKustomize(source, tree, build, call)
    case 'helm':
      return renderHelm(source, tree, build, call)
    case 'command':
      return renderCommand(source, tree, build, call)
  }
}

/** Renders all sources of an environment; a unit that two of them make has failed. */
export async function renderEnvironment(
  sources: readonly RenderSource[],
  tree: FileTree,
  build: Builder,
  call: Call,
): Promise<ReadonlyMap<string, RenderedUnit>> {
  const units = new Map<string, RenderedUnit>()
  for (const source of sources) {
    for (const unit of await renderSource(source, tree, build, call)) {
      const first = units.get(unit.unit)
      units.set(unit.unit, first === undefined ? unit : renderedTwice(first, unit))
    }
  }
  return new Map([...units].sort(([one], [other]) => (one < other ? -1 : 1)))
}

function renderedTwice(first: RenderedUnit, second: RenderedUnit): RenderedUnit {
  const [one = '', other = ''] = [first.files[0], second.files[0]]
  const error = renderFailed(
    { path: one },
    `${other} makes the same unit, ${first.unit}`,
    'rename one of them',
  )
  return { kind: 'failed', unit: first.unit, files: [...first.files, ...second.files], error }
}
