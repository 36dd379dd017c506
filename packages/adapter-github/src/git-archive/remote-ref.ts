import { AdapterError } from '@tideway/core'
import { gitFailure } from '../git/git-failure.ts'
import { runGitProcess } from '../git/git-process.ts'
import { listRemoteRefs } from '../git/list-remote-refs.ts'
import { runGit } from '../git/run-git.ts'
import type { ArchiveRef, GitPlace } from './archive-place.ts'

/** A ref at a remote; `local`, by default of the same name, only keeps its objects here from being collected. */
export function openRemoteRef(git: GitPlace, ref: string, remote: string, local: string = ref): ArchiveRef {
  const read: ArchiveRef['read'] = async (call) => (await listRemoteRefs(git, remote, [ref], call)).get(ref)
  // Git collects nothing that was here a moment ago.
  let held: string | undefined
  const has: (commit: string, signal: AbortSignal) => Promise<boolean> = async (commit, signal) => {
    if (commit === held) return true
    // Without promised objects: a partial clone would fetch each one by itself.
    const environment = { GIT_NO_LAZY_FETCH: '1' }
    const args = ['cat-file', '-e', `${commit}^{tree}`]
    const { code } = await runGitProcess(args, { ...git, signal, environment })
    if (code === 0) held = commit
    return code === 0
  }
  return {
    read,
    fetch: async (commit, call) => {
      const { signal } = call
      if (await has(commit, signal)) return commit
      const options = ['--no-tags', '--no-write-fetch-head', '--no-auto-maintenance', '--force', '--quiet']
      await runGit(['fetch', ...options, '--', remote, `+${ref}:${local}`], { ...git, signal })
      if (await has(commit, signal)) return commit
      throw new AdapterError({
        kind: 'lost-race',
        endpoint: git.endpoint,
        message: `${ref} was replaced at the remote while it was fetched`,
        next: 'run again',
      })
    },
    move: async (before, after, call) => {
      const lease = `--force-with-lease=${ref}:${before ?? ''}`
      const args = [
        'push',
        '--porcelain',
        '--no-verify',
        '--quiet',
        lease,
        '--',
        remote,
        `${after ?? ''}:${ref}`,
      ]
      const { code, stdout, stderr } = await runGitProcess(args, { ...git, signal: call.signal })
      if (code !== 0) {
        // The words of a refusal differ between servers, and a lost answer has none: look.
        const now = await read(call)
        if (now !== after && now !== before) return 'lost-race'
        if (now !== after) throw gitFailure(args, `${stderr}\n${stdout}`, git.endpoint)
      }
      // Only a cache, which another process may be writing too.
      const kept = after === undefined ? ['-d', local] : [local, after]
      await runGitProcess(['update-ref', '--no-deref', ...kept], { ...git, signal: call.signal })
      held = after
      return 'moved'
    },
  }
}
