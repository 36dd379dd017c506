import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { codeSpan, escapeMarkdown } from '@tideway/core'
import type { CommandIo } from './command-io.ts'
import type { CommandResult } from './command-result.ts'
import { redact } from './redact.ts'
import { showError } from './report-error.ts'
import type { OutputFormat, SharedFlags } from './shared-flags.ts'

/** Writes the results in the wanted format to stdout, or with `--out` to a file and their verdicts to stdout. */
export function writeResults(
  results: readonly CommandResult[],
  errors: readonly unknown[],
  flags: SharedFlags,
  io: CommandIo,
): void {
  const formatted = redact(format(results, errors, flags), io.variables)
  if (flags.out === undefined) {
    if (formatted !== '') io.stdout.write(formatted)
    return
  }
  writeFileSync(resolve(io.directory, flags.out), formatted)
  const verdicts = results.map(({ text }) => `${text.split('\n', 1)[0]}\n`).join('')
  io.stdout.write(redact(verdicts, io.variables))
}

function format(results: readonly CommandResult[], errors: readonly unknown[], flags: SharedFlags): string {
  switch (flags.output ?? formatOf(flags.out)) {
    case 'text':
      return results.map(({ text }) => text).join('\n')
    case 'json':
      return `${JSON.stringify(
        results.map(({ json }) => json),
        (_, item: unknown) => (typeof item === 'bigint' ? String(item) : item),
        2,
      )}\n`
    // A step summary is all that many people see of a run, so the errors are in it too.
    case 'markdown':
      return [...results.map(({ markdown }) => markdown), ...errors.map(errorMarkdown)].join('\n')
  }
}

// A plan is JSON because its file is, and a summary Markdown.
function formatOf(file: string | undefined): OutputFormat {
  if (file?.endsWith('.json') === true) return 'json'
  return file?.endsWith('.md') === true ? 'markdown' : 'text'
}

function errorMarkdown(error: unknown): string {
  const { code = 'unexpected error', message, next } = showError(error)
  return `## ${codeSpan(code)}\n\n${escapeMarkdown(message)}\n\nNext: ${escapeMarkdown(next)}\n`
}
