import { execFile } from 'node:child_process'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import type { ConnectorSettings } from './connectors.ts'
import { readVariable } from './variables.ts'

const run = promisify(execFile)

/**
 * Tells whether the configuration's renderer commands may run. On a pull request (`GITHUB_BASE_REF`, or GitLab's
 * `CI_MERGE_REQUEST_TARGET_BRANCH_NAME`) only where the file is one that the base branch holds or held: otherwise
 * the pull request would choose what is run.
 */
export async function mayRunCommands({
  file,
  config,
  variables,
}: Pick<ConnectorSettings, 'file' | 'config' | 'variables'>): Promise<boolean> {
  const environments = Object.values(config.environments)
  if (!environments.some(({ render }) => render.some(({ kind }) => kind === 'command'))) return false
  const base = readVariable(variables, 'GITHUB_BASE_REF', 'CI_MERGE_REQUEST_TARGET_BRANCH_NAME')
  if (base === undefined) return true
  const git = async (...words: readonly string[]) =>
    (await run('git', words, { cwd: dirname(file), timeout: 60_000 })).stdout.trim()
  try {
    const id = await git('hash-object', '--', file)
    return (
      (await git('log', '-1', '--format=%H', `--find-object=${id}`, `refs/remotes/origin/${base}`)) !== ''
    )
  } catch {
    // Without the base branch nothing shows that the file comes from it.
    return false
  }
}
