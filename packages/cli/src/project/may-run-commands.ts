import { execFile } from 'node:child_process'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { findPullRequestBase } from '../command/pull-request-base.ts'
import type { Variables } from './variables.ts'

const run = promisify(execFile)

/**
 * Tells whether renderer commands of a configuration in the working tree may run. In the run of a pull request only
 * where the file is one that the base branch holds or held: otherwise the pull request would choose what is run.
 */
export async function mayRunCommands(file: string, variables: Variables): Promise<boolean> {
  const base = findPullRequestBase(variables)
  if (base === undefined) return true
  const git = async (...words: readonly string[]) =>
    (await run('git', words, { cwd: dirname(file), timeout: 60_000 })).stdout.trim()
  try {
    const id = await git('hash-object', '--', file)
    return (await git('log', '-1', '--format=%H', `--find-object=${id}`, base)) !== ''
  } catch {
    // Without the base branch nothing shows that the file comes from it.
    return false
  }
}
