import { posix } from 'node:path'
import type { Call, Source, SourceEditor } from '@tideway/core'
import { checkAborted } from '../git/check-aborted.ts'
import { createCheckoutSource, type UnitRenderer } from './checkout-source.ts'
import { editEnvironment } from './edit/edit-environment.ts'
import type { GitCheckoutSettings } from './git-checkout-options.ts'
import { findOwners } from './owners/find-owners.ts'
import type { Builder } from './program/build.ts'
import { renderEnvironment } from './render-environment.ts'
import type { RenderedEnvironment, RenderSource } from './render-options.ts'
import type { FileTree } from './tree/file-tree.ts'

/** Files of one state of a repository, and what an environment is rendered from. */
export interface RenderedTree {
  readonly tree: (call: Call) => Promise<FileTree>
  readonly build: Builder
  /** The folder that every path in the settings is relative to. */
  readonly prefix: string
  readonly settings: Pick<GitCheckoutSettings, 'environment' | 'render' | 'others' | 'snapshot'>
  readonly endpoint: string
}

/** Units as they are rendered from files, and edits of those files. */
export interface TreeRendering {
  readonly source: Source
  readonly editor: SourceEditor
  /** What the environment is rendered from, by paths from the repository's root. */
  readonly sources: readonly RenderSource[]
  readonly render: UnitRenderer
}

/** Renders the files of one state; once, when it is first asked for. */
export function renderTree(place: RenderedTree): TreeRendering {
  const { tree, build, prefix, settings, endpoint } = place
  const environment = placeUnder(prefix, settings)
  const others = settings.others.map((other) => placeUnder(prefix, other))
  const snapshot = settings.snapshot ? posix.join(prefix, 'confighub-sync', settings.environment) : undefined
  let rendered: ReturnType<UnitRenderer> | undefined
  const render: UnitRenderer = async (call) => {
    rendered ??= tree(call).then((files) => renderEnvironment(environment.render, files, build, call))
    try {
      return await rendered
    } catch (error) {
      rendered = undefined
      throw error
    }
  }
  return {
    sources: environment.render,
    render,
    source: createCheckoutSource(render, endpoint),
    editor: {
      async edit(wanted, call) {
        checkAborted(call, endpoint)
        return editEnvironment({ tree: await tree(call), environment, others, build, snapshot }, wanted, call)
      },
      async read(paths, call) {
        checkAborted(call, endpoint)
        return (await tree(call)).read(paths)
      },
      async owners(paths, call) {
        checkAborted(call, endpoint)
        return findOwners(await tree(call), paths, call)
      },
    },
  }
}

function placeUnder(prefix: string, { environment, render }: RenderedEnvironment): RenderedEnvironment {
  const place = (path: string) => posix.join(prefix, path).replace(/^\.$/, '')
  return {
    environment,
    render: render.map((source): RenderSource => {
      const path = place(source.path)
      if (source.kind === 'helm') return { ...source, path, values: source.values.map(place) }
      if (source.kind === 'command') return { ...source, path, inputs: source.inputs.map(place) }
      if (source.kind !== 'envsubst') return { ...source, path }
      const { patch, ...rest } = source
      const placed = { ...rest, path, variables: place(source.variables) }
      return patch === undefined ? placed : { ...placed, patch: place(patch) }
    }),
  }
}
