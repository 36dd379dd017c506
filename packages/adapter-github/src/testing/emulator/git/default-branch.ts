import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { GitRepository } from './git-repository.ts'

/** The branch that `HEAD` of a bare repository names. Read from its file: almost every request asks for it. */
export const readDefaultBranch = async (git: GitRepository): Promise<string> => {
  const head = readFileSync(join(git.directory, 'HEAD'), 'utf8')
  const branch = /^ref: refs\/heads\/(.+)\n$/.exec(head)?.[1]
  if (branch === undefined) throw new Error(`HEAD of ${git.directory} names no branch`)
  return branch
}
