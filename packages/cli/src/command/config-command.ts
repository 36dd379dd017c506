import { checkPolicy, codeSpan, countOf, escapeMarkdown } from '@tideway/core'
import type { Command } from 'commander'
import { stringify } from 'yaml'
import { findHints } from '../config/find-hints.ts'
import type { EnvironmentConfig } from '../config/project-config.ts'
import type { Project } from '../project/open-project.ts'
import type { CommandResult } from './command-result.ts'
import { addEnvironments, attemptEach, type EnvironmentFlags } from './environment-flags.ts'
import { exitCodes } from './exit-code.ts'
import type { RunCommand } from './run-command.ts'
import { addSharedFlags } from './shared-flags.ts'

/** Adds `tideway config` with `check` and `print`. */
export function addConfigCommand(program: Command, run: RunCommand): void {
  const config = program
    .command('config')
    .description('check tideway.yaml and its policies, or print what they come to')
  const check = config.command('check').description('find what is wrong, without asking any store')
  addForEach(check, run, checkEnvironment)
  const print = config.command('print').description('print each environment with every default filled in')
  addForEach(print, run, printEnvironment)
}

function addForEach(
  command: Command,
  run: RunCommand,
  part: (name: string, project: Project) => CommandResult,
): void {
  addSharedFlags(addEnvironments(command, 'all')).action((flags: EnvironmentFlags) =>
    run(flags, (session) =>
      attemptEach(session, flags, 'all', async (name, project) => [part(name, project)]),
    ),
  )
}

function checkEnvironment(name: string, project: Project): CommandResult {
  const environment = project.environment(name)
  const policy = project.policy(name)
  const findings = checkPolicy(policy).map(({ message }) => message)
  const hints = findHints(environment, policy)
  const counts = [
    ...(findings.length === 0
      ? []
      : [`${countOf(findings.length, 'finding')} in policy ${environment.policy}`]),
    ...(hints.length === 0 ? [] : [countOf(hints.length, 'hint')]),
  ]
  const verdict = `config ${name}: ${counts.join(', ') || 'nothing to say'}`
  const lines = [...findings, ...hints.map((hint) => `hint: ${hint}`)]
  return {
    json: { environment: name, policy: environment.policy, findings, hints },
    text: [verdict, ...lines.map((line) => `  ${line}`), ''].join('\n'),
    markdown: [
      `## ${escapeMarkdown(verdict)}`,
      '',
      ...lines.map((line) => `- ${escapeMarkdown(line)}`),
      '',
    ].join('\n'),
    code: findings.length === 0 ? exitCodes.done : exitCodes.error,
  }
}

function printEnvironment(name: string, project: Project): CommandResult {
  const environment = printable(project.environment(name))
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
