import { createGitDialogue } from './git-dialogue.ts'
import { type LooseMove, moveLooseRef } from './loose-ref.ts'

/** Moves refs: one by its own file, several through one long-lived `git update-ref --stdin`. */
export type RefWriter = {
  /** Moves one ref without Git; `ask` where only Git can do it. */
  moveLooseRef(move: LooseMove): 'updated' | 'moved' | 'ask'
  /** Runs commands of git-update-ref(1) as one transaction; what Git says where it refused them all. */
  writeRefs(commands: readonly string[]): Promise<string | undefined>
  close(): Promise<void>
}

export const createRefWriter = (directory: string): RefWriter => {
  const git = createGitDialogue(directory, ['update-ref', '--stdin'])
  let isClosed = false
  return {
    moveLooseRef: (move) => (isClosed ? 'ask' : moveLooseRef(directory, move)),
    writeRefs: async (commands) => {
      const lines = ['start', ...commands, 'prepare', 'commit', '']
      // It ends where it refuses.
      const reply = await git.ask(lines.join('\n'), 'commit: ok\n')
      return reply.kind === 'ended' ? reply.reason : undefined
    },
    close: () => {
      isClosed = true
      return git.close()
    },
  }
}
