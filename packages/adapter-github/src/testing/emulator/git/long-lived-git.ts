import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { gitEnvironment } from './git-environment.ts'

/** A `git` command that answers one line of input after the other, so that a question costs no process. */
export type LongLivedGit = {
  /** Writes to the process. The first write starts it, and so does the first one after it has ended by itself. */
  write(text: string): void
  /** Ends the process once it has read everything; what is written later is told that it has ended. */
  close(): Promise<void>
}

/** What is heard of a process: its output, and its last words where it has ended without being closed. */
export type GitListener = {
  onOutput(chunk: Buffer): void
  onEnd(stderr: string): void
}

/** Keeps a `git` command running in a directory. */
export const createLongLivedGit = (
  directory: string,
  args: readonly string[],
  { onOutput, onEnd }: GitListener,
): LongLivedGit => {
  let child: ChildProcessWithoutNullStreams | undefined
  let isClosed = false

  const start = () => {
    const started = spawn('git', args, { cwd: directory, env: gitEnvironment })
    const stderr: Buffer[] = []
    started.stdout.on('data', onOutput)
    started.stderr.on('data', (chunk: Buffer) => stderr.push(chunk))
    // It may end before it has read everything; what it says tells why.
    started.stdin.on('error', () => undefined)
    const end = (reason: string) => {
      if (child !== started) return
      child = undefined
      onEnd(reason)
    }
    started.on('error', (error) => end(error.message))
    started.on('close', () => end(Buffer.concat(stderr).toString()))
    return started
  }

  return {
    write: (text) => {
      if (isClosed) {
        onEnd('the repository is closed')
        return
      }
      child ??= start()
      child.stdin.write(text)
    },
    close: () =>
      new Promise((resolve) => {
        isClosed = true
        if (child === undefined) {
          resolve()
          return
        }
        child.once('close', () => resolve())
        child.stdin.end()
      }),
  }
}
