import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { AdapterError } from '@tideway/core'
import { gitEnvironment } from './git-environment.ts'

/** How one `git` process is run. */
export interface GitOptions {
  /** Where it runs; for a bare repository, its own folder. */
  readonly directory: string
  /** Ends the process; the call then rejects with an `AdapterError` of kind `aborted`. */
  readonly signal?: AbortSignal | undefined
  /** Standard input; default: empty. */
  readonly input?: string | Uint8Array | undefined
  /** Variables to add to the environment. */
  readonly environment?: Readonly<Record<string, string>> | undefined
  /** Default: 120000. */
  readonly timeoutMs?: number | undefined
  /** Limit of standard output; default: 64 MiB. */
  readonly maxBytes?: number | undefined
  /** The endpoint's name in errors; default: `git`. */
  readonly endpoint?: string | undefined
}

/** What a finished `git` process left behind. */
export interface GitResult {
  readonly code: number
  readonly stdout: Buffer
  readonly stderr: string
}

const defaultTimeoutMs = 120_000
const defaultMaxBytes = 64 * 1024 * 1024
// Standard error is only quoted in messages.
const stderrBytes = 64 * 1024
// Git removes its lock files when it is asked to end; it gets that long before it is made to.
const graceMs = 2_000

type Stop = 'timeout' | 'output' | 'aborted'

/**
 * Runs `git` once, without a shell. A failing exit code is returned; throws an `AdapterError` where the process
 * could not start, took too long, wrote too much or was aborted.
 */
export async function runGitProcess(args: readonly string[], options: GitOptions): Promise<GitResult> {
  const { signal, maxBytes = defaultMaxBytes, timeoutMs = defaultTimeoutMs } = options
  if (signal?.aborted === true) throw stopped('aborted', args, options)
  return new Promise((resolve, reject) => {
    // A process group of its own can be ended with all its helpers, and has no terminal to prompt on.
    const child = spawn('git', args, {
      cwd: options.directory,
      env: gitEnvironment(options.environment),
      stdio: 'pipe',
      detached: process.platform !== 'win32',
      windowsHide: true,
    })
    const stdout: Buffer[] = []
    const stderr: Buffer[] = []
    let written = 0
    let complained = 0
    let stop: Stop | undefined
    let killer: NodeJS.Timeout | undefined
    const end = (reason: Stop) => {
      if (stop !== undefined) return
      stop = reason
      killGroup(child.pid, 'SIGTERM')
      killer = setTimeout(() => killGroup(child.pid, 'SIGKILL'), graceMs)
    }
    const abort = () => end('aborted')
    const timer = setTimeout(() => end('timeout'), timeoutMs)
    const settle = (act: () => void) => {
      clearTimeout(timer)
      clearTimeout(killer)
      signal?.removeEventListener('abort', abort)
      act()
    }
    signal?.addEventListener('abort', abort, { once: true })
    child.stdout.on('data', (chunk: Buffer) => {
      written += chunk.length
      if (written > maxBytes) end('output')
      else stdout.push(chunk)
    })
    child.stderr.on('data', (chunk: Buffer) => {
      complained += chunk.length
      if (complained <= stderrBytes) stderr.push(chunk)
    })
    // Git may end before it has read everything; its exit code tells why.
    child.stdin.on('error', () => undefined)
    child.on('error', (error) => settle(() => reject(notStarted(error, options))))
    child.on('close', (code) =>
      settle(() => {
        if (stop !== undefined) reject(stopped(stop, args, options))
        else
          resolve({
            code: code ?? -1,
            stdout: Buffer.concat(stdout),
            stderr: Buffer.concat(stderr).toString(),
          })
      }),
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

function stopped(reason: Stop, args: readonly string[], options: GitOptions): AdapterError {
  const endpoint = options.endpoint ?? 'git'
  const command = `git ${args.find((arg) => /^[a-z]/.test(arg)) ?? ''}`.trim()
  if (reason === 'aborted') {
    return new AdapterError({
      kind: 'aborted',
      endpoint,
      message: `${command} was cancelled`,
      next: 'run again',
    })
  }
  if (reason === 'timeout') {
    return new AdapterError({
      kind: 'unavailable',
      endpoint,
      message: `${command} did not end within ${(options.timeoutMs ?? defaultTimeoutMs) / 1000} s`,
      next: 'run again; if it stays, check the network and the size of the repository',
    })
  }
  return new AdapterError({
    kind: 'limit-exceeded',
    endpoint,
    message: `${command} wrote more than ${options.maxBytes ?? defaultMaxBytes} bytes`,
    next: 'check that the repository holds what it should',
  })
}

function notStarted(error: Error, options: GitOptions): AdapterError {
  const endpoint = options.endpoint ?? 'git'
  if (!existsSync(options.directory)) {
    return new AdapterError({
      kind: 'not-found',
      endpoint,
      message: `the directory ${options.directory} does not exist`,
      next: 'check the path of the checkout',
    })
  }
  return new AdapterError({
    kind: 'unsupported',
    endpoint,
    message: 'the git command could not be started',
    next: 'install git, or put it on the PATH',
    cause: error,
  })
}
