import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { codeSpan, escapeMarkdown } from '@tideway/core'
import type { CommandIo } from './command-io.ts'
import type { CommandResult } from './command-result.ts'
import { redact } from './redact.ts'
import { showError } from './report-error.ts'
import type { OutputFormat, SharedFlags } from './shared-flags.ts'

/** How a command went, as a whole. */
export interface CommandOutput {
  readonly results: readonly CommandResult[]
  readonly errors: readonly unknown[]
  /** A line that goes before everything else; may be empty. */
  readonly notice: string
}

/**
 * Writes the results in the wanted format to stdout, or with `--out` to a file and their verdicts to stdout. Beside a
 * document the verdicts go to stderr; where there is none, an earlier file stays as it is.
 */
export function writeResults(output: CommandOutput, flags: SharedFlags, io: CommandIo): void {
  const { results, notice } = output
  if (flags.output === 'document' && results.length === 0) return
  const formatted = redact(format(output, flags), io.variables)
  const first = notice === '' || results.length === 0 ? [] : [notice]
  const lines = [...first, ...results.map((result) => result.text.split('\n', 1)[0])]
  const verdicts = redact(lines.map((line) => `${line}\n`).join(''), io.variables)
  if (flags.out === undefined) {
    if (formatted !== '') io.stdout.write(formatted)
    if (flags.output === 'document') io.stderr.write(verdicts)
    return
  }
  writeFileSync(resolve(io.directory, flags.out), formatted)
  io.stdout.write(verdicts)
}

function format({ results, errors, notice }: CommandOutput, flags: SharedFlags): string {
  const first = notice === '' ? [] : [`${notice}\n`]
  switch (flags.output ?? formatOf(flags.out)) {
    case 'text':
      return results.length === 0 ? '' : [...first, ...results.map(({ text }) => text)].join('\n')
    case 'document':
      return results.flatMap(({ document }) => document ?? []).join('---\n')
    case 'json':
      return `${JSON.stringify(
        results.map(({ json }) => json),
        (_, item: unknown) => (typeof item === 'bigint' ? String(item) : item),
        2,
      )}\n`
    // A step summary is all that many people see of a run, so the errors are in it too.
    case 'markdown':
      return [
        ...first.filter(() => results.length + errors.length > 0).map((line) => `> ${line}`),
        ...results.map(({ markdown }) => markdown),
        ...errors.map(errorMarkdown),
      ].join('\n')
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
