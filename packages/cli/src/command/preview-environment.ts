import { type FlowReport, previewOffline, TidewayError } from '@tideway/core'
import type { ConnectedEnvironment } from '../project/connect-environment.ts'
import { connectFlow } from './connect-flow.ts'
import { type PublishFacts, publishEnvironment, publishOptions } from './publish-environment.ts'
import type { Session } from './run-session.ts'

/**
 * Previews a publish. Where a setting that stores need is missing, as in the run of a fork's pull request, and a
 * base branch is known, the two are compared instead.
 */
export async function previewEnvironment(
  session: Session,
  name: string,
  connected: ConnectedEnvironment,
  facts: PublishFacts,
  baseRef: string | undefined,
): Promise<FlowReport> {
  const why = await findMissing(connected)
  if (why === undefined) return publishEnvironment(session, name, connected, { ...facts, dryRun: true })
  const git = baseRef === undefined ? undefined : await connected.checkout('HEAD')
  const base = baseRef === undefined ? undefined : await connected.checkout(baseRef)
  if (git === undefined || base === undefined || baseRef === undefined) throw why
  const offline = {
    base: baseRef.replace(/^refs\/remotes\//, ''),
    why: why.problem,
  }
  const normalization = await connected.normalization([git, base])
  const options = { ...publishOptions(session, name, normalization, facts), offline }
  return previewOffline({ git, base }, options, session.call)
}

async function findMissing(connected: ConnectedEnvironment): Promise<TidewayError | undefined> {
  try {
    await connectFlow(connected)
    return undefined
  } catch (error) {
    if (TidewayError.isInstance(error) && error.code === 'TIDEWAY_CONFIG_MISSING') return error
    throw error
  }
}
