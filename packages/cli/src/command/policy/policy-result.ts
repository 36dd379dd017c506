import type { CommandResult } from '../command-result.ts'
import { type ExitCode, exitCodes } from '../exit-code.ts'

/** What a command on policies answers: a verdict, and lines that say more. */
export function policyResult(
  verdict: string,
  lines: readonly string[],
  json: unknown,
  code: ExitCode = exitCodes.done,
): CommandResult {
  const text = `${[verdict, ...lines].map(showControls).join('\n')}\n`
  return { json, text, markdown: fencePolicyText(text), code }
}

/** Text as a block of Markdown. */
export function fencePolicyText(text: string): string {
  return `~~~~text\n${text.replaceAll('~~~~', '~~ ~~')}~~~~\n`
}

// Texts of a store must not move the cursor or start a line of their own.
function showControls(line: string): string {
  return line.replaceAll(/\p{Cc}/gu, ' ')
}
