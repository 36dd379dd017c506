import type { FlowReport, SyncOptions } from '@tideway/core'
import type { ConnectedEnvironment } from '../project/connect-environment.ts'
import { type CommandResult, resultOfReport } from './command-result.ts'
import { requireMode } from './require-mode.ts'
import type { Session } from './run-session.ts'
import { syncEnvironment } from './sync-environment.ts'

/**
 * The results of a publish. Where ConfigHub's changes block it, and `onBlocked: sync` is configured, the sync's pull
 * requests are opened too; what the publish says stands, whatever becomes of the sync.
 */
export async function syncWhereBlocked(
  session: Session,
  name: string,
  connected: () => ConnectedEnvironment,
  report: FlowReport,
  flags: Parameters<typeof resultOfReport>[1] & Pick<SyncOptions, 'allowOlder'>,
): Promise<readonly CommandResult[]> {
  const results = [resultOfReport(report, flags)]
  const environment = session.project().environment(name)
  if (environment.onBlocked !== 'sync' || !isBlockedByConfigHub(report)) return results
  await session.attempt(async () => results)
  requireMode(environment, 'propose', session.call.readOnly)
  const opened = await syncEnvironment(session, name, connected(), { allowOlder: flags.allowOlder })
  return [resultOfReport(opened, flags)]
}

// A limit, a freeze or a guard is nothing that a pull request could settle.
function isBlockedByConfigHub({ outcome, units }: FlowReport): boolean {
  return (
    outcome === 'blocked' &&
    units.some(({ fields }) =>
      fields.some(
        ({ verdict, change }) =>
          verdict === 'block' && (change === 'conflict' || change === 'confighub-only'),
      ),
    )
  )
}
