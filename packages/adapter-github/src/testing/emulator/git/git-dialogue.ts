import { createLongLivedGit } from './long-lived-git.ts'

/** What a question brought: the output before its end mark, or that the process ended, with its last words. */
export type GitReply =
  | { readonly kind: 'answered'; readonly output: Buffer }
  | { readonly kind: 'ended'; readonly reason: string }

/** A `git` command that is asked one question after the other. */
export type GitDialogue = {
  /** Asks, and reads until the output ends with a mark that no answer holds elsewhere. */
  ask(question: string, endMark: string): Promise<GitReply>
  close(): Promise<void>
}

export const createGitDialogue = (directory: string, args: readonly string[]): GitDialogue => {
  let output: Buffer<ArrayBufferLike> = Buffer.alloc(0)
  let mark = ''
  let settle = (_reply: GitReply) => {}
  let last: Promise<unknown> = Promise.resolve()

  const git = createLongLivedGit(directory, args, {
    onOutput: (chunk) => {
      output = Buffer.concat([output, chunk])
      const end = output.length - mark.length
      if (output.subarray(Math.max(0, end)).toString() === mark)
        settle({ kind: 'answered', output: output.subarray(0, end) })
    },
    onEnd: (reason) => settle({ kind: 'ended', reason: reason.trim() }),
  })

  const askNow = (question: string, endMark: string) =>
    new Promise<GitReply>((resolve) => {
      output = Buffer.alloc(0)
      mark = endMark
      settle = resolve
      git.write(question)
    })

  return {
    ask: (question, endMark) => {
      const reply = last.then(() => askNow(question, endMark))
      last = reply
      return reply
    },
    close: () => git.close(),
  }
}
