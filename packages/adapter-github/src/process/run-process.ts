import { spawn } from 'node:child_process'

/** One program to run. */
export interface ProcessOptions {
  readonly program: string
  readonly args: readonly string[]
  readonly directory: string
  /** The whole environment of the process. */
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly signal?: AbortSignal | undefined
  /** Standard input; default: empty. */
  readonly input?: string | Uint8Array | undefined
  readonly timeoutMs: number
  /** Limit of standard output. */
  readonly maxBytes: number
}

/** How a process ended; `stopped` is by us. */
export type ProcessResult =
  | { readonly kind: 'ended'; readonly code: number; readonly stdout: Buffer; readonly stderr: string }
  | { readonly kind: 'stopped'; readonly reason: 'timeout' | 'output' | 'aborted' }
  | { readonly kind: 'not-started'; readonly error: Error }

// Standard error is only quoted in messages.
const stderrBytes = 64 * 1024
// A program removes its lock files when it is asked to end; it gets that long before it is made to.
const graceMs = 2_000

/** Runs a program once, without a shell, in a process group of its own, and within limits. */
export async function runProcess(options: ProcessOptions): Promise<ProcessResult> {
  const { signal } = options
  if (signal?.aborted === true) return { kind: 'stopped', reason: 'aborted' }
  return new Promise((resolve) => {
    // A process group of its own can be ended with all its helpers, and has no terminal to prompt on.
    const child = spawn(options.program, options.args, {
      cwd: options.directory,
      env: options.environment,
      stdio: 'pipe',
      detached: process.platform !== 'win32',
      windowsHide: true,
    })
    const stdout: Buffer[] = []
    const stderr: Buffer[] = []
    let written = 0
    let complained = 0
    let stop: Extract<ProcessResult, { kind: 'stopped' }> | undefined
    let killer: NodeJS.Timeout | undefined
    const end = (reason: 'timeout' | 'output' | 'aborted') => {
      if (stop !== undefined) return
      stop = { kind: 'stopped', reason }
      killGroup(child.pid, 'SIGTERM')
      killer = setTimeout(() => killGroup(child.pid, 'SIGKILL'), graceMs)
    }
    const abort = () => end('aborted')
    const timer = setTimeout(() => end('timeout'), options.timeoutMs)
    const settle = (result: ProcessResult) => {
      clearTimeout(timer)
      clearTimeout(killer)
      signal?.removeEventListener('abort', abort)
      resolve(result)
    }
    signal?.addEventListener('abort', abort, { once: true })
    child.stdout.on('data', (chunk: Buffer) => {
      written += chunk.length
      if (written > options.maxBytes) end('output')
      else stdout.push(chunk)
    })
    child.stderr.on('data', (chunk: Buffer) => {
      complained += chunk.length
      if (complained <= stderrBytes) stderr.push(chunk)
    })
    // A program may end before it has read everything; its exit code tells why.
    child.stdin.on('error', () => undefined)
    child.on('error', (error) => settle({ kind: 'not-started', error }))
    child.on('close', (code) =>
      settle(
        stop ?? {
          kind: 'ended',
          code: code ?? -1,
          stdout: Buffer.concat(stdout),
          stderr: Buffer.concat(stderr).toString(),
        },
      ),
    )
    child.stdin.end(options.input)
  })
}

function killGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal)
  } catch {
    // It has ended already.
  }
}
