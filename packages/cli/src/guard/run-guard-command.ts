import { spawn } from 'node:child_process'
import { AdapterError } from '@tideway/core'
import type { Variables } from '../project/variables.ts'
import type { GuardConfig } from './guard-config.ts'

/** How a guard’s command ended, and what it said. */
export type GuardEnd =
  | { readonly kind: 'passed' }
  | { readonly kind: 'vetoed'; readonly said: string }
  /** It gave no answer, which is none that lets anything pass. */
  | { readonly kind: 'failed'; readonly why: string }

/** Where a guard runs. */
export interface GuardPlace {
  readonly directory: string
  readonly variables: Variables
  readonly signal: AbortSignal
}

// A verdict with its reasons; a guard that says more is not read any further.
const maxOutputBytes = 64 * 1024

/**
 * Runs a guard’s command without a shell, with its input on standard input. Exit code 0 lets the plan pass; any other
 * one is a veto. Rejects only where the run is cancelled.
 */
export function runGuardCommand(
  { name, command, timeoutSeconds }: GuardConfig,
  input: string,
  { directory, variables, signal }: GuardPlace,
): Promise<GuardEnd> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(cancelled(name))
    const [program = '', ...words] = command
    // A group of its own, so that what the command has started ends with it.
    const child = spawn(program, words, { cwd: directory, env: variables, detached: true })
    const said: Buffer[] = []
    let size = 0
    const settle = (end: () => void) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
      child.stdout.destroy()
      child.stderr.destroy()
      end()
    }
    const stop = (end: () => void) => {
      child.removeAllListeners('close')
      if (child.pid !== undefined) killGroup(child.pid)
      settle(end)
    }
    const fail = (why: string) => resolve({ kind: 'failed', why })
    const onAbort = () => stop(() => reject(cancelled(name)))
    const timer = setTimeout(
      () => stop(() => fail(`it did not answer within ${timeoutSeconds} seconds`)),
      timeoutSeconds * 1000,
    )
    signal.addEventListener('abort', onAbort)
    const listen = (part: Buffer) => {
      size += part.length
      if (size > maxOutputBytes) return stop(() => fail(`it says more than ${maxOutputBytes} bytes`))
      said.push(part)
    }
    child.stdout.on('data', listen)
    child.stderr.on('data', listen)
    child.on('error', (error) => settle(() => fail(`it cannot be run: ${error.message}`)))
    child.on('close', (code, ended) =>
      settle(() => {
        if (code === 0) resolve({ kind: 'passed' })
        else if (code === null) fail(`it was ended by ${ended}`)
        else resolve({ kind: 'vetoed', said: Buffer.concat(said).toString('utf8').trim() })
      }),
    )
    // A command that does not read its input has decided without it.
    child.stdin.on('error', () => {})
    child.stdin.end(input)
  })
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // It has ended by itself meanwhile.
  }
}

function cancelled(name: string): AdapterError {
  return new AdapterError({
    kind: 'aborted',
    endpoint: `guard:${name}`,
    message: 'cancelled',
    next: 'run again',
  })
}
