import { type FlowReport, formatMarkdown, formatText } from '@tideway/core'
import { type ExitCode, type ExitFlags, exitCodeOfReport } from './exit-code.ts'

/** One result of a command in every format. */
export interface CommandResult {
  /** What `-o json` shows of it, in a list of all results. */
  readonly json: unknown
  /** For people; the first line is the verdict. Ends with a line break. */
  readonly text: string
  readonly markdown: string
  /** The file that a command is there to make. */
  readonly document?: string | undefined
  readonly code: ExitCode
}

/** A flow's report as a result. */
export function resultOfReport(report: FlowReport, flags: ExitFlags): CommandResult {
  return {
    json: report,
    text: formatText(report),
    markdown: formatMarkdown(report),
    code: exitCodeOfReport(report, flags),
  }
}
