import { spawn } from 'node:child_process'
import { gitEnvironment } from './git-environment.ts'

/** What a finished `git` process left behind. */
export type GitResult = { readonly code: number; readonly stdout: Buffer; readonly stderr: string }

/** Input and additional environment of one `git` process. */
export type GitRunOptions = {
  readonly input?: Uint8Array | string
  readonly environment?: Readonly<Record<string, string>>
}

/** Runs `git` once in a directory, without a shell; a failing exit code is returned, not thrown. */
export const runGit = (
  directory: string,
  args: readonly string[],
  options: GitRunOptions = {},
): Promise<GitResult> =>
  new Promise((resolve, reject) => {
    const child = spawn('git', args, {
      cwd: directory,
      env: { ...gitEnvironment, ...options.environment },
      stdio: 'pipe',
    })
    const stdout: Buffer[] = []
    const stderr: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk))
    // Git may end before it has read everything; its exit code tells why.
    child.stdin.on('error', () => undefined)
    child.on('error', reject)
    child.on('close', (code) =>
      resolve({
        code: code ?? -1,
        stdout: Buffer.concat(stdout),
        stderr: Buffer.concat(stderr).toString(),
      }),
    )
    child.stdin.end(options.input)
  })
