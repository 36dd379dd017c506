import type { RenderedEnvironment } from '../render-options.ts'
import type { FileChanges, FileTree } from '../tree/file-tree.ts'
import type { RenderedUnit } from '../units/rendered-unit.ts'
import type { EnvironmentState } from './environment-state.ts'
import type { MovedResources } from './find-moved.ts'

/** Files with which a change may be brought about, not proven yet, or why this way is closed. */
export type Rewrite =
  | { readonly kind: 'rewritten'; readonly files: FileChanges }
  | { readonly kind: 'refused'; readonly reason: string }

/** One way to bring a change about. */
export interface Way {
  /** Changes whose ways have the same group are one and the same edit, and are tried together. */
  readonly group: string
  /** `goal` is what the environment is to render afterwards, `current` what it renders without this edit. */
  rewrite(
    tree: FileTree,
    states: { readonly current: EnvironmentState; readonly goal: EnvironmentState },
  ): Promise<Rewrite>
}

/** What a strategy knows when it looks for ways. */
export interface EditScene {
  readonly tree: FileTree
  readonly others: readonly RenderedEnvironment[]
  /** What the environment renders now, as text and as values. */
  readonly units: ReadonlyMap<string, RenderedUnit>
  readonly state: EnvironmentState
  /** What it should render, once all changes are made that can be. */
  readonly goal: EnvironmentState
  /** What all changes together take out of units. */
  readonly moved: MovedResources
  /** Units that go as a whole. */
  readonly deleted: ReadonlySet<string>
}

/** The answer of a way that is closed. */
export function closed(reason: string): Rewrite {
  return { kind: 'refused', reason }
}

/** The last of a change's ways: it leads nowhere, and says why. */
export function closedWay(reason: string): Way {
  return { group: `none: ${reason}`, rewrite: async () => closed(reason) }
}

/** The answer of a way that changes one file. */
export function rewritten(path: string, text: string | undefined): Rewrite {
  return { kind: 'rewritten', files: new Map([[path, text]]) }
}
