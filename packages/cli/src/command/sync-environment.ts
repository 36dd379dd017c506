import { type FlowReport, type SyncOptions, sync, TidewayError } from '@tideway/core'
import type { ConnectedEnvironment } from '../project/connect-environment.ts'
import { connectFlow } from './connect-flow.ts'
import type { Session } from './run-session.ts'

/** Syncs one environment as it is configured. Throws `TIDEWAY_CONFIG_MISSING` where pull requests have no place. */
export async function syncEnvironment(
  session: Session,
  name: string,
  connected: ConnectedEnvironment,
  flags: Pick<SyncOptions, 'dryRun' | 'allowOlder' | 'takeOver' | 'again'>,
): Promise<FlowReport> {
  const project = session.project()
  const { autoMerge, select, space, onUnreadable, sync: kept } = project.environment(name)
  const normalization = await connected.normalization()
  const policy = project.policy(name)
  const configured = { policy, autoMerge, select, space, normalization, onUnreadable, ...kept }
  const options = { environment: name, ...configured, ...flags }
  return session.trace('sync', name, async (traced) => {
    const endpoints = await connectFlow(connected, traced)
    if (endpoints.git.proposals === undefined && flags.dryRun !== true) throw noPlaceForProposals()
    return sync(endpoints, options, traced.call)
  })
}

function noPlaceForProposals(): TidewayError {
  return new TidewayError({
    code: 'TIDEWAY_CONFIG_MISSING',
    message: 'no place for pull requests is configured',
    next: 'add "github: { repository: owner/name }" to tideway.yaml, or pass --backend git; --dry-run shows what would be proposed',
  })
}
