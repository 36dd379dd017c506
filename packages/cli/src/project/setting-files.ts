import { spawnSync } from 'node:child_process'
import { relative } from 'node:path'
import { TidewayError } from '@tideway/core'
import { readPresentText } from '@tideway/core/testing'
import type { Variables } from './variables.ts'

/** Where the configuration and the policies are read from. */
export interface SettingFiles {
  /** For messages, with a space before it; empty for the folder itself. */
  readonly place: string
  /** The text of a file by its absolute path; undefined where there is none. */
  read(path: string): string | undefined
}

/** The files as they lie on the disk. */
export const folderFiles: SettingFiles = { place: '', read: readPresentText }

/**
 * The files of a commit, branch or tag of the repository that a folder is in.
 * Throws `TIDEWAY_CONFIG_MISSING` where the clone does not have it.
 */
export function commitFiles(folder: string, ref: string, variables: Variables): SettingFiles {
  // What points Git at another repository is left out.
  const kept = Object.entries(variables).filter(([name]) => !/^GIT_(?!CONFIG)/.test(name))
  const env = { ...Object.fromEntries(kept), LC_ALL: 'C' }
  const git = (...words: readonly string[]) => {
    const { status, stdout, error } = spawnSync('git', words, {
      cwd: folder,
      env,
      maxBuffer: 16 * 1024 * 1024,
    })
    if (error !== undefined) throw error
    return status === 0 ? stdout.toString('utf8') : undefined
  }
  const commit = git('rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`)?.trim()
  if (commit === undefined) {
    throw new TidewayError({
      code: 'TIDEWAY_CONFIG_MISSING',
      message: `the configuration is to be read from ${ref}, which is not in this clone`,
      next: 'fetch it (in GitHub Actions: fetch-depth: 0), or name another one with --base-ref',
    })
  }
  return {
    place: ` in ${ref}`,
    read: (path) => git('cat-file', 'blob', `${commit}:./${relative(folder, path)}`),
  }
}
