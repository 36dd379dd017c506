import { type FlowReport, type Normalization, type PublishOptions, publish } from '@tideway/core'
import type { ConnectedEnvironment } from '../project/connect-environment.ts'
import { connectFlow } from './connect-flow.ts'
import type { Session } from './run-session.ts'

/** What a command says of a publish; everything else is configured. */
export type PublishFacts = Partial<Omit<PublishOptions, 'environment' | 'policy'>>

/** How an environment is published as it is configured, by rules that its clusters may have a part in. */
export function publishOptions(
  session: Session,
  name: string,
  normalization: Normalization,
  facts: PublishFacts,
): PublishOptions {
  const project = session.project()
  const { limits, secrets, freeze, onUnreadable, select } = project.environment(name)
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
  const options = publishOptions(session, name, await connected.normalization(), facts)
  return session.trace('publish', name, async (traced) =>
    publish(await connectFlow(connected, traced), options, traced.call),
  )
}
