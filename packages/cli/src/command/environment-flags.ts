import type { Command } from 'commander'
import type { Project } from '../project/open-project.ts'
import type { CommandResult } from './command-result.ts'
import type { Session } from './run-session.ts'
import { type DefaultEnvironments, selectEnvironments } from './select-environments.ts'
import { addList, type SharedFlags } from './shared-flags.ts'

/** The flags of a command that runs for one environment after the other. */
export interface EnvironmentFlags extends SharedFlags {
  readonly env?: readonly string[]
}

const words = { all: 'all', dev: 'dev, or the only one', only: 'the only one' } as const

/** Adds the flag that names environments. */
export function addEnvironments(command: Command, otherwise: DefaultEnvironments): Command {
  return addList(command, '--env <name>', `an environment, repeatable (default: ${words[otherwise]})`)
}

/** Collects the results of each environment; the error of one is told, and the others go on. */
export async function attemptEach(
  session: Session,
  { env }: EnvironmentFlags,
  otherwise: DefaultEnvironments,
  part: (name: string, project: Project) => Promise<readonly CommandResult[]>,
): Promise<void> {
  const project = session.project()
  for (const name of selectEnvironments(project, env, otherwise))
    await session.attempt(() => part(name, project))
}
