import { type FlowReport, type PublishOptions, publish } from '@tideway/core'
import type { ConnectedEnvironment } from '../project/open-project.ts'
import { connectFlow } from './connect-flow.ts'
import type { Session } from './run-session.ts'

/** What a command says of a publish; everything else is configured. */
export type PublishFacts = Partial<Omit<PublishOptions, 'environment' | 'policy'>>

/** How an environment is published as it is configured. */
export function publishOptions(session: Session, name: string, facts: PublishFacts): PublishOptions {
  const project = session.project()
  const { limits, secrets, freeze, normalization, onUnreadable, select } = project.environment(name)
  return {
    environment: name,
    policy: project.policy(name),
    limits,
    secrets,
    freeze,
    normalization,
    onUnreadable,
    select,
    validate: project.guards(name, session.call),
    ...facts,
  }
}

/** Publishes one environment as it is configured. */
export async function publishEnvironment(
  session: Session,
  name: string,
  connected: ConnectedEnvironment,
  facts: PublishFacts,
): Promise<FlowReport> {
  return session.trace('publish', name, async (traced) =>
    publish(await connectFlow(connected, traced), publishOptions(session, name, facts), traced.call),
  )
}
