import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, sep } from 'node:path'
import { TidewayError } from '@tideway/core'
import type { Variables } from '../project/variables.ts'

/** The files of a commit in a folder of their own. */
export interface ExportedCommit {
  /** What the repository’s folder is there. */
  readonly directory: string
  remove(): void
}

/** Writes all files of a commit to a temporary folder, past the repository’s work tree and index. */
export function exportCommit(folder: string, ref: string, variables: Variables): ExportedCommit {
  const place = mkdtempSync(join(tmpdir(), 'tideway-guards-'))
  const kept = Object.entries(variables).filter(([name]) => !/^GIT_(?!CONFIG)/.test(name))
  const env = { ...Object.fromEntries(kept), LC_ALL: 'C', GIT_INDEX_FILE: join(place, 'index') }
  const git = (cwd: string, ...words: readonly string[]): string => {
    const { status, stdout, stderr, error } = spawnSync('git', words, { cwd, env, encoding: 'utf8' })
    if (error !== undefined) throw error
    if (status === 0) return stdout.trim()
    throw new TidewayError({
      code: 'TIDEWAY_CONFIG_MISSING',
      message: `the files of ${ref}, which the guards are run with, cannot be had: ${stderr.trim()}`,
      next: 'fetch it (in GitHub Actions: fetch-depth: 0)',
    })
  }
  const remove = () => rmSync(place, { recursive: true, force: true })
  try {
    const below = git(folder, 'rev-parse', '--show-prefix')
    const top = git(folder, 'rev-parse', '--show-toplevel')
    git(top, 'read-tree', '--end-of-options', `${ref}^{tree}`)
    git(top, 'checkout-index', '--all', `--prefix=${join(place, 'tree')}${sep}`)
    return { directory: join(place, 'tree', below), remove }
  } catch (error) {
    remove()
    throw error
  }
}
