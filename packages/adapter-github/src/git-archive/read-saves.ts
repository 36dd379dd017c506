import type { ArchiveSave, Call } from '@tideway/core'
import { runGit } from '../git/run-git.ts'
import type { GitPlace } from './archive-place.ts'

// A line for each save; this is far above what a year of runs every minute leaves.
const maxBytes = 512 * 1024 * 1024

/** The saves that led to a commit of an archive's ref, newest first, that one included. */
export async function readSaves(git: GitPlace, commit: string, call: Call): Promise<readonly ArchiveSave[]> {
  const args = ['log', '-z', '--first-parent', '--no-show-signature', '--format=%H%n%cI%n%B']
  const listed = await runGit([...args, '--end-of-options', commit], {
    ...git,
    signal: call.signal,
    maxBytes,
  })
  return listed
    .split('\0')
    .filter((entry) => entry !== '')
    .map((entry) => {
      const [token = '', at = '', ...lines] = entry.split('\n')
      return { token, at, message: lines.join('\n').replace(/\n*Tideway-Save: [0-9a-f-]+\s*$/, '') }
    })
}
