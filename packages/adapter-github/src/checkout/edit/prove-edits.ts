import { AdapterError, type Call, TidewayError } from '@tideway/core'
import type { Builder } from '../program/build.ts'
import { renderEnvironment } from '../render-environment.ts'
import type { RenderedEnvironment } from '../render-options.ts'
import { editTree } from '../tree/edit-tree.ts'
import type { FileChanges, FileTree } from '../tree/file-tree.ts'
import { type EnvironmentState, findDifference, readState } from './environment-state.ts'
import type { Prover } from './search-edits.ts'

/**
 * Makes the proof of file edits: every environment is rendered again from the edited tree; the edited one must
 * hold what is wanted, field by field, and the others what they hold on the tree as it was.
 */
export async function createProver(
  tree: FileTree,
  environment: RenderedEnvironment,
  others: readonly RenderedEnvironment[],
  build: Builder,
  call: Call,
): Promise<Prover> {
  const render = async (from: FileTree, which: RenderedEnvironment) =>
    readState(await renderEnvironment(which.render, from, build, call))
  const before = new Map<string, EnvironmentState | TidewayError>()
  for (const other of others) before.set(other.environment, await settle(render(tree, other)))
  return async (changes, goal) => {
    const edited = editTree(tree, changes)
    const own = await settle(render(edited, environment))
    if (TidewayError.isInstance(own)) return own.message
    const difference = findDifference(own, goal) ?? findBlindChange(goal, changes)
    if (difference !== undefined) return difference
    for (const other of others) {
      const was = before.get(other.environment)
      const is = await settle(render(edited, other))
      const reason =
        otherDifference(was, is) ?? (was instanceof Map ? findBlindChange(was, changes) : undefined)
      if (reason !== undefined) return `environment ${other.environment} would change: ${reason}`
    }
    return undefined
  }
}

// Of a unit that cannot be read nothing can be proven, so what it is rendered from stays as it is.
function findBlindChange(state: EnvironmentState, changes: FileChanges): string | undefined {
  for (const [unit, found] of state) {
    if (found.kind === 'read') continue
    const changed = found.files.find((file) => changes.has(file))
    if (changed !== undefined) return `unit ${unit} comes from ${changed} too, and cannot be read`
  }
  return undefined
}

function otherDifference(
  was: EnvironmentState | TidewayError | undefined,
  is: EnvironmentState | TidewayError,
): string | undefined {
  if (was === undefined || TidewayError.isInstance(was)) {
    // It cannot be rendered at this commit either; it must at least not fail in a new way.
    return TidewayError.isInstance(is) && is.message === was?.message
      ? undefined
      : 'it could not be rendered before'
  }
  return TidewayError.isInstance(is) ? is.message : findDifference(is, was)
}

async function settle(rendering: Promise<EnvironmentState>): Promise<EnvironmentState | TidewayError> {
  try {
    return await rendering
  } catch (error) {
    if (AdapterError.isInstance(error) || !TidewayError.isInstance(error)) throw error
    return error
  }
}
