import { createGitDialogue } from './git-dialogue.ts'

/** Moves refs through one long-lived `git update-ref --stdin`. */
export type RefWriter = {
  /** Runs commands of git-update-ref(1) as one transaction; what Git says where it refused them all. */
  writeRefs(commands: readonly string[]): Promise<string | undefined>
  close(): Promise<void>
}

export const createRefWriter = (directory: string): RefWriter => {
  const git = createGitDialogue(directory, ['update-ref', '--stdin'])
  return {
    writeRefs: async (commands) => {
      const lines = ['start', ...commands, 'prepare', 'commit', '']
      // It ends where it refuses.
      const reply = await git.ask(lines.join('\n'), 'commit: ok\n')
      return reply.kind === 'ended' ? reply.reason : undefined
    },
    close: () => git.close(),
  }
}
