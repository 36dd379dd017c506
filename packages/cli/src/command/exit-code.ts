import { AdapterError, type FlowReport, TidewayError } from '@tideway/core'

/** What a command tells the program that started it; 64 and 75 are those of BSD's sysexits. */
export const exitCodes = { done: 0, error: 1, changes: 2, blocked: 3, usage: 64, tryAgain: 75 } as const

/** One of {@link exitCodes}. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** Flags that ask for more than done or not done. */
export interface ExitFlags {
  readonly detailedExitcode?: boolean | undefined
  readonly failOnSyncDue?: boolean | undefined
}

// Failures that may pass by themselves.
const passingCodes: ReadonlySet<string> = new Set([
  'TIDEWAY_UNAVAILABLE',
  'TIDEWAY_RATE_LIMITED',
  'TIDEWAY_LOST_RACE',
  'TIDEWAY_ABORTED',
  'TIDEWAY_DELIVERY_PENDING',
])

// A person has to decide.
const blockingCodes: ReadonlySet<string> = new Set(['TIDEWAY_COMMIT_DIVERGED', 'TIDEWAY_DIGEST_MISMATCH'])

/** The exit code of a flow's report. */
export function exitCodeOfReport(report: FlowReport, flags: ExitFlags): ExitCode {
  switch (report.outcome) {
    case 'failed':
      return failedForNow(report) ? exitCodes.tryAgain : exitCodes.error
    case 'lost-race':
      return exitCodes.tryAgain
    case 'blocked':
    case 'held':
      return exitCodes.blocked
    case 'behind':
    case 'left-out':
      return exitCodes.done
    case 'done':
    case 'nothing-to-do': {
      const isDue = report.syncDue.length > 0
      if (isDue && flags.failOnSyncDue === true && report.flow === 'publish') return exitCodes.blocked
      const changed = isDue || report.outcome === 'done'
      return changed && flags.detailedExitcode === true ? exitCodes.changes : exitCodes.done
    }
  }
}

function failedForNow(report: FlowReport): boolean {
  const errors = [
    ...report.units.flatMap((unit) => unit.error ?? []),
    ...(report.error ? [report.error] : []),
  ]
  return errors.length > 0 && errors.every((error) => passingCodes.has(error.code))
}

/** The exit code of an error: what may pass by itself is to be tried again. */
export function exitCodeOfError(error: unknown): ExitCode {
  if (AdapterError.isInstance(error)) {
    const passes = error.kind === 'unavailable' || error.kind === 'rate-limited' || error.kind === 'lost-race'
    return passes ? exitCodes.tryAgain : exitCodes.error
  }
  if (!TidewayError.isInstance(error)) return exitCodes.error
  if (error.code === 'TIDEWAY_USAGE') return exitCodes.usage
  // What could not be read because the store is down can be read later.
  if (error.code === 'TIDEWAY_UNREADABLE') return exitCodeOfError(error.cause)
  return blockingCodes.has(error.code) ? exitCodes.blocked : exitCodes.error
}

// An error outweighs everything; what a person has to decide outweighs what passes by itself.
const fromWorst: readonly ExitCode[] = [
  exitCodes.usage,
  exitCodes.error,
  exitCodes.blocked,
  exitCodes.tryAgain,
  exitCodes.changes,
]

/** The exit code of a command with several environments. */
export function worstExitCode(codes: readonly ExitCode[]): ExitCode {
  return fromWorst.find((code) => codes.includes(code)) ?? exitCodes.done
}
