import { execFile } from 'node:child_process'

/** How a program ended. */
export interface ProgramResult {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs a program without a shell, and waits for it. Rejects where it cannot be started. */
export function runProgram(
  program: string,
  words: readonly string[],
  options: { readonly directory: string; readonly variables: Readonly<Record<string, string | undefined>> },
): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    execFile(
      program,
      [...words],
      { cwd: options.directory, env: options.variables, maxBuffer: 16 * 1024 * 1024 },
      (error, stdout, stderr) => {
        if (error !== null && typeof error.code !== 'number') reject(error)
        else resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr })
      },
    )
  })
}
