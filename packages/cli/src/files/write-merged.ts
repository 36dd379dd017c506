import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { ThreeWayMerge } from '@tideway/core'
import { usageError } from '../command/usage-error.ts'
import type { Inputs } from './pair-inputs.ts'

/**
 * Writes merged units: a file, or into a folder every unit's file, without those of units that are no more. Files that
 * hold what they should are not touched, and nothing else in the folder is.
 */
export function writeMerged({ texts, units }: ThreeWayMerge, { kind }: Inputs, out: string): void {
  if (kind === 'file') {
    const [text = ''] = texts.values()
    writeText(out, text)
    return
  }
  for (const [unit, text] of texts) writeText(join(out, unit), text)
  for (const unit of units) {
    if (unit.kind === 'merged' && unit.text === undefined) rmSync(join(out, unit.unit), { force: true })
  }
}

/** Refuses an `--out` that is of another kind than what is merged. Throws `TIDEWAY_USAGE`. */
export function requireOut({ kind }: Inputs, out: string, directory: string): string {
  const path = resolve(directory, out)
  const isFolder = existsSync(path) ? statSync(path).isDirectory() : kind === 'folder'
  if (isFolder !== (kind === 'folder')) throw usageError(`--out ${out} is no ${kind}`, `name a ${kind}`)
  if (!existsSync(dirname(path))) throw usageError(`--out ${out}: there is no such folder`, 'make it first')
  return path
}

function writeText(path: string, text: string): void {
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}
