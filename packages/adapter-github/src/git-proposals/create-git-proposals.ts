import { type Adapter, AdapterError, type Call, fullCapabilities } from '@tideway/core'
import { runGit } from '../git/run-git.ts'
import { createBranchProposals } from './branch-proposals.ts'
import { type GitProposalsOptions, resolveGitProposalsOptions } from './git-proposals-options.ts'

/**
 * Proposals as branches on any Git server, written with `git push` and a lease. There is no pull request: people
 * merge the branch, or open one. Throws a `TidewayError` for wrong options.
 *
 * @example
 * const options = { directory: '.', remote: 'origin', environment: 'prod' }
 * const { proposals } = await createGitProposals(options).connect(call)
 */
export function createGitProposals(options: GitProposalsOptions): Adapter {
  const resolved = resolveGitProposalsOptions(options)
  const { directory, remote, environment } = resolved
  const endpoint = `git:${environment}`
  return {
    connect: async (call) => {
      const base = resolved.base ?? (await readDefaultBranch({ directory, endpoint }, remote, call))
      return {
        specVersion: 1,
        name: endpoint,
        capabilities: fullCapabilities,
        proposals: createBranchProposals({ ...resolved, base, endpoint, branch: `sync/${environment}` }),
        close: async () => {},
      }
    },
  }
}

async function readDefaultBranch(
  git: { readonly directory: string; readonly endpoint: string },
  remote: string,
  call: Call,
): Promise<string> {
  const listed = await runGit(['ls-remote', '--symref', '--', remote, 'HEAD'], {
    ...git,
    signal: call.signal,
  })
  const name = /^ref: refs\/heads\/(.+)\tHEAD$/m.exec(listed)?.[1]
  if (name !== undefined) return name
  throw new AdapterError({
    kind: 'not-found',
    endpoint: git.endpoint,
    message: 'the remote is empty, or does not say which branch is its main one',
    next: 'push a first commit, or set `base`',
  })
}
