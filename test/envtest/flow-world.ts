import { createDeliverer } from '@tideway/adapter-kubernetes/testing'
import {
  type CaptureOptions,
  capture,
  type Endpoint,
  type FlowReport,
  mergePolicy,
  publish,
  sync,
} from '@tideway/core'
import {
  createMemoryArchive,
  createMemoryConfigHub,
  createMemoryGit,
  createTestCall,
  type MemoryConfigHub,
  type MemoryGit,
} from '@tideway/core/testing'
import type { Handle } from './connect-handle.ts'
import { connectEndpoint } from './read-resources.ts'
import type { ApiServerAccess } from './start-api-server.ts'

/** Units published from Git to ConfigHub, both in memory, and a real API server that they are delivered to. */
export interface FlowWorld {
  readonly git: MemoryGit
  readonly confighub: MemoryConfigHub
  /** The server, as its administrator. */
  readonly cluster: Endpoint
  text(unit: string): string | undefined
  publish(): Promise<FlowReport>
  sync(): Promise<FlowReport>
  /** Captures the objects that are labelled as the example's, from the cluster where no other endpoint is given. */
  capture(more?: Partial<CaptureOptions>, live?: Endpoint): Promise<FlowReport>
  /** Applies all units as Argo CD does, their revisions stamped on every object. */
  deliver(): Promise<void>
  /** Withdraws what was delivered. */
  close(): Promise<void>
}

/** Opens a {@link FlowWorld}. */
export async function openFlowWorld(
  server: ApiServerAccess,
  handle: Handle,
  units: Readonly<Record<string, string>>,
): Promise<FlowWorld> {
  const git = createMemoryGit()
  const confighub = createMemoryConfigHub()
  const archive = createMemoryArchive()
  const deliverer = createDeliverer({ handle })
  const cluster = await connectEndpoint(server)
  const endpoints = () => ({ git: git.endpoint('prod'), confighub, archive })
  const options = { environment: 'prod', policy: mergePolicy }
  const incident = { tag: 'break-glass', incident: 'INC-123', labelSelector: 'managedBy=messagewall-demo' }
  const text = (unit: string) => confighub.state()[unit]?.text
  const deliver = async (wanted: Readonly<Record<string, string>>) => {
    const state = confighub.state()
    const released = Object.entries(wanted).map(([unit, content]) => {
      return { space: 'prod', unit, revision: Number(state[unit]?.revision ?? 0), text: content }
    })
    const refused = (await deliverer.deliver(released)).filter(({ kind }) => kind === 'refused')
    if (refused.length > 0) throw new Error(JSON.stringify(refused))
  }
  const files = Object.entries(units).map(([unit, content]) => [`prod/${unit}.yaml`, content])
  git.commit(Object.fromEntries(files), 'Add the wall')
  const published = await publish(endpoints(), options, createTestCall())
  if (published.outcome !== 'done') throw new Error(published.summary)
  return {
    git,
    confighub,
    cluster,
    text,
    publish: () => publish(endpoints(), options, createTestCall()),
    sync: () => sync(endpoints(), options, createTestCall()),
    capture: (more = {}, live = cluster) =>
      capture({ ...endpoints(), live: [live] }, { ...options, ...incident, ...more }, createTestCall()),
    deliver: () => deliver(Object.fromEntries(Object.keys(units).map((unit) => [unit, text(unit) ?? '']))),
    async close() {
      await deliver({})
      await cluster.close()
    },
  }
}
