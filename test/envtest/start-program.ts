import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const keeper = fileURLToPath(new URL('keep.sh', import.meta.url))
const keptLogCharacters = 8000

/** A running program with a folder of its own, which goes with it. */
export interface Program {
  readonly folder: string
  /** Throws with the end of the program's log where it has ended. */
  check(): void
  /** Ends it at once, and resolves when it is gone and its folder too. */
  stop(): Promise<void>
}

/** Makes an empty folder for a program. */
export function makeProgramFolder(path: string): string {
  return mkdtempSync(join(tmpdir(), `tideway-${basename(path)}-`))
}

/** Starts a program that ends with this process, whatever happens to it; `stop` ends it before. */
export function startProgram(path: string, folder: string, options: readonly string[]): Program {
  const child = spawn(keeper, [folder, path, ...options], { stdio: ['pipe', 'pipe', 'pipe'] })
  let log = ''
  let ended = false
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      log = (log + text).slice(-keptLogCharacters)
    })
  }
  const gone = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      log += error.message
      resolve()
    })
    child.once('close', () => resolve())
  }).then(() => {
    ended = true
  })
  return {
    folder,
    check() {
      if (ended) throw new Error(`${basename(path)} ended (exit ${child.exitCode}):\n${log}`)
    },
    async stop() {
      child.stdin.destroy()
      await gone
    },
  }
}
