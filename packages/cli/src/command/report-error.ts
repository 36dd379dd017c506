import { TidewayError } from '@tideway/core'
import type { CommandIo } from './command-io.ts'
import { redact } from './redact.ts'
import type { SharedFlags } from './shared-flags.ts'

/** An error as `-o json` shows it. */
export interface ShownError {
  /** Absent for what is no error of tideway's, which is a bug. */
  readonly code?: string | undefined
  readonly message: string
  readonly next: string
}

/** Writes an error to stderr: `CODE  message; next`, with `-o json` as an object. Stacks only with `--verbose`. */
export function reportError(error: unknown, flags: SharedFlags, io: CommandIo): void {
  const shown = showError(error)
  const text = flags.output === 'json' ? JSON.stringify({ error: shown }) : formatError(shown)
  const stack = flags.verbose === true ? describeStack(error) : []
  io.stderr.write(redact(`${[text, ...stack].join('\n')}\n`, io.variables))
}

// After a list of problems the way out stands on a line of its own.
function formatError({ code, message, next }: ShownError): string {
  return `${code ?? 'unexpected error'}  ${message}${message.includes('\n') ? '\n' : '; '}${next}`
}

/** Takes an error apart into what happened and what to do next. */
export function showError(error: unknown): ShownError {
  if (TidewayError.isInstance(error)) {
    const { code, problem, next } = error
    return { code, message: problem, next }
  }
  return {
    message:
      error instanceof Error ? `${error.name}: ${error.message}` : 'something that is no error was thrown',
    next: 'this is a bug: run again with --verbose and report it',
  }
}

// Messages of foreign errors may quote what they were given, so of causes only the place is told.
function describeStack(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return []
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  if (!(error.cause instanceof Error)) return frames
  const code = 'code' in error.cause && typeof error.cause.code === 'string' ? ` ${error.cause.code}` : ''
  return [...frames, `  caused by ${error.cause.name}${code}`, ...describeStack(error.cause)]
}
