import { createLongLivedGit } from './long-lived-git.ts'

/** Moves refs through one long-lived `git update-ref --stdin`. */
export type RefWriter = {
  /** Runs commands of git-update-ref(1) as one transaction; what Git says where it refused them all. */
  writeRefs(commands: readonly string[]): Promise<string | undefined>
  close(): Promise<void>
}

export const createRefWriter = (directory: string): RefWriter => {
  let output = ''
  let settle = (_refusal: string | undefined) => {}
  let last: Promise<unknown> = Promise.resolve()

  // It says "start: ok", "prepare: ok" and "commit: ok", or ends with the refusal.
  const git = createLongLivedGit(directory, ['update-ref', '--stdin'], {
    onOutput: (chunk) => {
      output += chunk.toString()
      if (output.endsWith('commit: ok\n')) settle(undefined)
    },
    onEnd: (stderr) => settle(stderr.trim()),
  })

  const transact = (commands: readonly string[]) =>
    new Promise<string | undefined>((resolve) => {
      output = ''
      settle = resolve
      git.write(['start', ...commands, 'prepare', 'commit', ''].join('\n'))
    })

  return {
    writeRefs: (commands) => {
      const outcome = last.then(() => transact(commands))
      last = outcome
      return outcome
    },
    close: () => git.close(),
  }
}
