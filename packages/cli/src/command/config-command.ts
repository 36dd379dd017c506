import { checkPolicy, codeSpan, escapeMarkdown } from '@tideway/core'
import type { Command } from 'commander'
import { stringify } from 'yaml'
import type { EnvironmentConfig } from '../config/project-config.ts'
import type { CommandResult } from './command-result.ts'
import { exitCodes } from './exit-code.ts'
import type { RunCommand } from './run-command.ts'
import type { Session } from './run-session.ts'
import { selectEnvironments } from './select-environments.ts'
import { addList, addSharedFlags, type SharedFlags } from './shared-flags.ts'

interface ConfigFlags extends SharedFlags {
  readonly env?: readonly string[]
}

/** Adds `tideway config` with `check` and `print`. */
export function addConfigCommand(program: Command, run: RunCommand): void {
  const config = program
    .command('config')
    .description('check tideway.yaml and its policies, or print what they come to')
  const check = config.command('check').description('find what is wrong, without asking any store')
  addList(check, '--env <name>', 'an environment, repeatable (default: all)')
  addSharedFlags(check).action((flags: ConfigFlags) =>
    run(flags, (session) => forEach(session, flags, (name) => checkEnvironment(session, name))),
  )
  const print = config.command('print').description('print each environment with every default filled in')
  addList(print, '--env <name>', 'an environment, repeatable (default: all)')
  addSharedFlags(print).action((flags: ConfigFlags) =>
    run(flags, (session) => forEach(session, flags, (name) => printEnvironment(session, name))),
  )
}

async function forEach(
  session: Session,
  flags: ConfigFlags,
  part: (name: string) => CommandResult,
): Promise<void> {
  for (const name of selectEnvironments(session.project(), flags.env, 'all'))
    await session.attempt(async () => [part(name)])
}

function checkEnvironment(session: Session, name: string): CommandResult {
  const project = session.project()
  const findings = checkPolicy(project.policy(name)).map(({ message }) => message)
  const { policy } = project.environment(name)
  const verdict = `config ${name}: ${findings.length === 0 ? 'nothing to say' : `${findings.length} findings in policy ${policy}`}`
  return {
    json: { environment: name, policy, findings },
    text: [verdict, ...findings.map((finding) => `  ${finding}`), ''].join('\n'),
    markdown: [
      `## ${escapeMarkdown(verdict)}`,
      '',
      ...findings.map((finding) => `- ${escapeMarkdown(finding)}`),
      '',
    ].join('\n'),
    code: findings.length === 0 ? exitCodes.done : exitCodes.error,
  }
}

function printEnvironment(session: Session, name: string): CommandResult {
  const environment = printable(session.project().environment(name))
  const text = stringify({ [name]: environment })
  return {
    json: { environment: name, ...environment },
    text,
    markdown: [`## ${codeSpan(name)}`, '', '```yaml', text.trimEnd(), '```', ''].join('\n'),
    code: exitCodes.done,
  }
}

// Rules of normalization are functions and tables: `tideway normalize --explain` shows what they do.
function printable({ name: _, normalization: __, ...environment }: EnvironmentConfig) {
  return environment
}
