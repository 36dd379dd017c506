import { spawn } from 'node:child_process'
import type { CommandIo } from '../command/command-io.ts'
import { type ExitCode, exitCodes } from '../command/exit-code.ts'
import { usageError } from '../command/usage-error.ts'

/** Runs a program without a shell, passes on what it says, and answers how it ended, in tideway’s own exit codes. */
export function followProgram(program: string, words: readonly string[], io: CommandIo): Promise<ExitCode> {
  const { directory, variables, signal } = io
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, {
      cwd: directory,
      env: variables,
      signal,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child.stdout.setEncoding('utf8').on('data', (text: string) => io.stdout.write(text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => io.stderr.write(text))
    child.on('error', (error) => reject(usageError(`${program} cannot be run: ${error.message}`)))
    child.on('close', (code) =>
      resolve(Object.values(exitCodes).find((known) => known === code) ?? exitCodes.error),
    )
  })
}
