import { existsSync } from 'node:fs'
import { AdapterError } from '@tideway/core'
import { runProcess } from '../process/run-process.ts'
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

/**
 * Runs `git` once, without a shell. A failing exit code is returned; throws an `AdapterError` where the process
 * could not start, took too long, wrote too much or was aborted.
 */
export async function runGitProcess(args: readonly string[], options: GitOptions): Promise<GitResult> {
  const { directory, signal, input, maxBytes = defaultMaxBytes, timeoutMs = defaultTimeoutMs } = options
  const environment = gitEnvironment(options.environment)
  const result = await runProcess({
    program: 'git',
    args,
    directory,
    environment,
    signal,
    input,
    timeoutMs,
    maxBytes,
  })
  if (result.kind === 'stopped') throw stopped(result.reason, args, options)
  if (result.kind === 'not-started') throw notStarted(result.error, options)
  return result
}

function stopped(
  reason: 'timeout' | 'output' | 'aborted',
  args: readonly string[],
  options: GitOptions,
): AdapterError {
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
