import {
  type Call,
  type ClusterSchemas,
  countOf,
  formatSchemas,
  formatUnit,
  type KindSchema,
  listUnitKinds,
  readClusterSchemas,
} from '@tideway/core'
import type { Command } from 'commander'
import type { Project } from '../project/open-project.ts'
import type { CommandResult } from './command-result.ts'
import { addEnvironments, type EnvironmentFlags } from './environment-flags.ts'
import { exitCodes } from './exit-code.ts'
import type { RunCommand } from './run-command.ts'
import type { Session } from './run-session.ts'
import { selectEnvironments } from './select-environments.ts'
import { addConfigFlag, addVerboseFlag } from './shared-flags.ts'

/** Adds `tideway schemas`. */
export function addSchemasCommand(program: Command, run: RunCommand): void {
  const command = program
    .command('schemas')
    .description('write the schemas of the units’ custom resources from the cluster, for normalize.schemas')
  addEnvironments(command, 'all')
  command.option('--out <file>', 'write them to a file; only the verdict goes to the terminal')
  addVerboseFlag(addConfigFlag(command)).action((flags: EnvironmentFlags) =>
    run({ ...flags, output: 'document' }, (session) => session.attempt(() => runSchemas(session, flags))),
  )
}

// One document for all environments, as there is one configuration of what counts as equal; a part of it would be none.
async function runSchemas(session: Session, flags: EnvironmentFlags): Promise<readonly CommandResult[]> {
  const project = session.project()
  const schemas: KindSchema[] = []
  const absent: string[] = []
  const names = selectEnvironments(project, flags.env, 'all')
  for (const name of names) {
    const found = await readEnvironment(project, name, session.call)
    schemas.push(...found.schemas)
    absent.push(...found.absent.map(({ group, kind }) => `${name}: no cluster has the kind ${kind}.${group}`))
  }
  const document = formatSchemas(schemas)
  const kinds = new Set(schemas.map(({ group, kind }) => `${kind}.${group}`))
  const verdict = `schemas ${names.join(', ')}: ${countOf(kinds.size, 'kind')}`
  for (const line of absent) session.tell(line)
  return [
    {
      json: document,
      text: `${verdict}\n`,
      markdown: `## ${verdict}\n`,
      document: formatUnit([document]),
      code: exitCodes.done,
    },
  ]
}

async function readEnvironment(project: Project, name: string, call: Call): Promise<ClusterSchemas> {
  const connected = project.connect(name, call)
  const { onUnreadable } = project.environment(name)
  // What is checked out needs no credential.
  const git = await (connected.checkout('HEAD') ?? connected.git())
  const sides = [git, await connected.confighub()]
  const kinds = await listUnitKinds(sides, { onUnreadable }, call)
  return readClusterSchemas(await connected.live(), kinds, call)
}
