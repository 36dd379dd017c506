import { codeSpan, countOf, escapeMarkdown, type Revision } from '@tideway/core'
import type { Command } from 'commander'
import { findUnit } from '../rollback/find-unit.ts'
import type { CommandResult } from './command-result.ts'
import { addEnvironments, type EnvironmentFlags } from './environment-flags.ts'
import { exitCodes } from './exit-code.ts'
import type { RunCommand } from './run-command.ts'
import type { Session } from './run-session.ts'
import { selectEnvironments } from './select-environments.ts'
import { addRequiredList, addSharedFlags, parseCount } from './shared-flags.ts'

interface HistoryFlags extends EnvironmentFlags {
  readonly unit: readonly string[]
  readonly limit?: number
}

/** Adds `tideway history`. */
export function addHistoryCommand(program: Command, run: RunCommand): void {
  const command = program.command('history').description('list a unit’s revisions in ConfigHub, newest first')
  addEnvironments(command, 'dev')
  addRequiredList(command, '--unit <unit>', 'a unit, repeatable')
  command.option('--limit <n>', 'how many of the newest revisions (default: all)', parseCount)
  addSharedFlags(command).action((flags: HistoryFlags) => run(flags, (session) => runHistory(session, flags)))
}

async function runHistory(session: Session, flags: HistoryFlags): Promise<void> {
  const project = session.project()
  for (const name of selectEnvironments(project, flags.env, 'dev')) {
    const connected = project.connect(name, session.call)
    for (const unit of flags.unit) {
      await session.attempt(async () => {
        const { head, history } = await findUnit(await connected.confighub(), unit, session.call)
        const revisions: Revision[] = []
        for await (const revision of history.revisions(head.ref, session.call)) {
          if (revisions.length === flags.limit) return [resultOfHistory(name, unit, revisions, 'more')]
          revisions.push(revision)
        }
        return [resultOfHistory(name, unit, revisions, 'all')]
      })
    }
  }
}

function resultOfHistory(
  environment: string,
  unit: string,
  revisions: readonly Revision[],
  extent: 'all' | 'more',
): CommandResult {
  const more = extent === 'all' ? '' : 'more than '
  const verdict = `history ${environment}: ${unit} has ${more}${countOf(revisions.length, 'revision')}`
  const rows = revisions.map(({ revision, at = '', author, source = '', description }) => {
    const who = author.name === undefined ? author.kind : `${author.name} (${author.kind})`
    return [revision, at, who, source, description].map((cell) => cell.replaceAll(/\p{Cc}/gu, ' '))
  })
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return {
    json: { environment, unit, revisions },
    text: [
      verdict,
      ...rows.map((row) => {
        const cells = row.map((cell, column) => cell.padEnd(widths[column] ?? 0))
        // A store that gives no source has no column for it.
        return `  ${cells.filter((cell) => cell !== '').join('  ')}`.trimEnd()
      }),
      '',
    ].join('\n'),
    markdown: [
      `## ${escapeMarkdown(verdict)}`,
      '',
      '| revision | at | who | source | description |',
      '|---|---|---|---|---|',
      ...rows.map(
        ([revision = '', ...cells]) =>
          `| ${[codeSpan(revision), ...cells.map(escapeMarkdown)].join(' | ')} |`,
      ),
      '',
    ].join('\n'),
    code: exitCodes.done,
  }
}
