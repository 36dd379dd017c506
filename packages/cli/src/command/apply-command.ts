import type { FlowReport, PlanRecord } from '@tideway/core'
import type { Command } from 'commander'
import type { CommandIo } from './command-io.ts'
import { addWait, type DeliveryFlags, readWait } from './delivery-flags.ts'
import { publishEnvironment } from './publish-environment.ts'
import { readReportFile } from './read-report-file.ts'
import { requireMode } from './require-mode.ts'
import type { RunCommand } from './run-command.ts'
import type { Session } from './run-session.ts'
import { addSharedFlags, type SharedFlags } from './shared-flags.ts'
import { syncWhereBlocked } from './sync-where-blocked.ts'
import { usageError } from './usage-error.ts'

interface ApplyFlags extends SharedFlags, DeliveryFlags {
  readonly unconditional?: boolean
  readonly detailedExitcode?: boolean
}

/** Adds `tideway apply`. */
export function addApplyCommand(program: Command, run: RunCommand, io: CommandIo): void {
  const command = program
    .command('apply')
    .description('publish just what a plan says, or refuse because something has moved since')
    .argument('<file>', 'what tideway publish --dry-run --out FILE.json wrote')
    .option('--unconditional', 'write although the server offers no condition for a write')
    .option('--detailed-exitcode', 'exit with 2 where there are changes')
  addWait(command)
  addSharedFlags(command).action((file: string, flags: ApplyFlags) =>
    run(flags, (session) => runApply(session, readReportFile(file, io.directory), file, flags)),
  )
}

async function runApply(
  session: Session,
  reports: readonly FlowReport[],
  file: string,
  flags: ApplyFlags,
): Promise<void> {
  const planned = reports.map((report) => ({ report, reviewed: requirePlan(report, file) }))
  const project = session.project()
  for (const { report, reviewed } of planned) {
    await session.attempt(async () => {
      const { environment: name } = report
      const connect = () => project.connect(name, session.call)
      if (report.outcome === 'blocked') return syncWhereBlocked(session, name, connect, report, flags)
      requireMode(project.environment(name), 'write', session.call.readOnly)
      const facts = {
        ...reviewed.options,
        reviewed,
        unconditional: flags.unconditional,
        wait: readWait(flags, session.call.signal),
      }
      const connected = connect()
      const published = await publishEnvironment(session, name, connected, facts)
      const { allowOlder } = reviewed.options
      return syncWhereBlocked(session, name, () => connected, published, { ...flags, allowOlder })
    })
  }
}

function requirePlan({ plan, flow, environment, offline }: FlowReport, file: string): PlanRecord {
  if (plan !== undefined) return plan
  const what = `the ${flow} of ${environment} in ${file}`
  throw usageError(
    offline === undefined ? `${what} is no plan` : `${what} is a preview without ConfigHub, and no plan`,
    'write one with: tideway publish --dry-run --out plan.json',
  )
}
