import { setTimeout as wait } from 'node:timers/promises'
import { gitFailure } from '../git/git-failure.ts'
import { runGitProcess } from '../git/git-process.ts'
import type { ArchiveRef, GitPlace } from './archive-place.ts'

// Another process may hold the ref's lock file for a moment.
const mostTries = 5
const pauseMs = 50

/** The archive's ref in a repository on this machine. */
export function openLocalRef(git: GitPlace, ref: string): ArchiveRef {
  const read: ArchiveRef['read'] = async (call) => {
    const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', ref]
    const { code, stdout, stderr } = await runGitProcess(args, { ...git, signal: call.signal })
    if (code === 0) return stdout.toString().trim()
    // Exit code 1 without a word means that there is no such ref; anything else is a failure.
    if (code === 1 && stderr === '') return undefined
    throw gitFailure(args, stderr, git.endpoint)
  }
  return {
    read,
    fetch: async (commit) => commit,
    move: async (before, after, call) => {
      const args = ['update-ref', '--no-deref', ref, after ?? '0'.repeat(before?.length ?? 40), before ?? '']
      for (let attempt = 1; ; attempt += 1) {
        const { code, stderr } = await runGitProcess(args, { ...git, signal: call.signal })
        if (code === 0) return 'moved'
        if ((await read(call)) !== before) return 'lost-race'
        if (attempt === mostTries) throw gitFailure(args, stderr, git.endpoint)
        await wait(pauseMs)
      }
    },
  }
}
