import { type Endpoint, escapeMarkdown, formatStatus, readStatus, type StatusReport } from '@tideway/core'
import type { Command } from 'commander'
import type { EnvironmentConfig } from '../config/project-config.ts'
import type { ConnectedEnvironment } from '../project/connect-environment.ts'
import type { TracedRun } from '../telemetry/trace-run.ts'
import { captureOptions } from './capture-options.ts'
import type { CommandResult } from './command-result.ts'
import { connectFlow } from './connect-flow.ts'
import { addEnvironments, attemptEach, type EnvironmentFlags } from './environment-flags.ts'
import { exitCodes } from './exit-code.ts'
import { publishOptions } from './publish-environment.ts'
import type { RunCommand } from './run-command.ts'
import type { Session } from './run-session.ts'
import { addSharedFlags } from './shared-flags.ts'

/** Adds `tideway status`. */
export function addStatusCommand(program: Command, run: RunCommand): void {
  const command = program
    .command('status')
    .description('say of each environment in one line how it stands, since when and by whom; changes nothing')
  addEnvironments(command, 'all')
  addSharedFlags(command).action((flags: EnvironmentFlags) =>
    run(flags, (session) => runStatus(session, flags)),
  )
}

async function runStatus(session: Session, flags: EnvironmentFlags): Promise<void> {
  await attemptEach(session, flags, 'all', async (name, project) => {
    const environment = project.environment(name)
    const connected = project.connect(name, session.call)
    const normalization = await connected.normalization()
    const options = { ...publishOptions(session, name, normalization, {}), select: environment.select }
    const report = await session.trace('status', name, async (traced) => {
      const endpoints = await connectLive(session, environment, connected, traced)
      const live = endpoints && {
        endpoints,
        options: captureOptions(session, environment, normalization, {}),
      }
      return readStatus({ ...(await connectFlow(connected, traced)), live }, options, traced.call)
    })
    return [resultOfStatus(report)]
  })
}

// Drift is asked about where it is said where the environment runs; without a cluster the rest is worth knowing.
async function connectLive(
  session: Session,
  environment: EnvironmentConfig,
  connected: ConnectedEnvironment,
  { watch }: TracedRun,
): Promise<readonly Endpoint[] | undefined> {
  if (Object.keys(environment.live).length === 0) return undefined
  try {
    return (await connected.live()).map(watch)
  } catch (error) {
    session.tell(
      `${environment.name}: the cluster was not looked at: ${error instanceof Error ? error.message : String(error)}`,
    )
    return undefined
  }
}

function resultOfStatus(status: StatusReport): CommandResult {
  const line = formatStatus(status)
  return {
    json: status,
    text: [line, ...status.notes.map((note) => `  ${note}`), ''].join('\n'),
    markdown: [
      `- ${escapeMarkdown(line)}`,
      ...status.notes.map((note) => `  - ${escapeMarkdown(note)}`),
      '',
    ].join('\n'),
    code: exitCodes.done,
  }
}
