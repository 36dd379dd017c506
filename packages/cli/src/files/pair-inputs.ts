import { existsSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { type BaseSet, forgottenBase, type UnitSet } from '@tideway/core'
import { usageError } from '../command/usage-error.ts'
import { type ReadUnitSet, readUnitSet } from './read-unit-set.ts'

/** The paths of one comparison, as they were written. */
export interface InputPaths {
  readonly base: string | undefined
  readonly left: string
  readonly right: string
}

/** One comparison of files, or of folders whose files pair by their paths in them. */
export interface Inputs {
  readonly kind: 'file' | 'folder'
  readonly paths: InputPaths
  readonly base: BaseSet
  readonly left: UnitSet
  readonly right: UnitSet
}

/** The flags that name what is compared, each as often as there are comparisons. */
export interface InputFlags {
  readonly base?: readonly string[] | undefined
  readonly left?: readonly string[] | undefined
  readonly right?: readonly string[] | undefined
}

/** Pairs the first `--left` with the first `--right` and `--base`, and so on. Throws `TIDEWAY_USAGE` where that fails. */
export function pairInputs(flags: InputFlags): readonly InputPaths[] {
  const { base, left = [], right = [] } = flags
  if (left.length === 0 || right.length === 0) throw usageError('comparing files needs --left and --right')
  const counts = [left.length, right.length, ...(base === undefined ? [] : [base.length])]
  if (new Set(counts).size > 1) {
    throw usageError(
      '--base, --left and --right are given as often as there are comparisons, each in the same order',
    )
  }
  return left.map((path, index) => ({ base: base?.[index], left: path, right: right[index] ?? '' }))
}

/** Reads what one comparison needs. Throws `TIDEWAY_USAGE` where a path is missing or the others are of another kind. */
export function readInputs(paths: InputPaths, directory: string): Inputs {
  const unit = basename(paths.right)
  const read = (path: string): ReadUnitSet => {
    const found = resolve(directory, path)
    if (!existsSync(found)) throw usageError(`there is no file or folder ${path}`, 'check the path')
    return readUnitSet(found, unit)
  }
  const [left, right] = [read(paths.left), read(paths.right)]
  const base = paths.base === undefined ? undefined : read(paths.base)
  if (left.kind !== right.kind || (base !== undefined && base.kind !== right.kind)) {
    throw usageError('--base, --left and --right are all files, or all folders')
  }
  return { kind: right.kind, paths, base: base ?? forgottenBase, left, right }
}
