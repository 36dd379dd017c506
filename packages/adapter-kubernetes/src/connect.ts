import { type Call, type Endpoint, fullCapabilities } from '@tideway/core'
import { createDiscovery } from './discovery/create-discovery.ts'
import { createClient } from './http/create-client.ts'
import { findAccess } from './kubeconfig/find-access.ts'
import type { ResolvedOptions } from './resolve-options.ts'
import { annotateObject } from './resources/annotate-object.ts'
import { createResourceSource } from './resources/create-resource-source.ts'

/** Reads the kubeconfig and what it names; the server is not asked before the first resource is wanted. */
export async function connect(options: ResolvedOptions, call: Call): Promise<Endpoint> {
  const access = await findAccess(options, call)
  const { endpoint, context, namespace } = access
  const { pageSize, concurrency } = options
  const client = createClient(access, options)
  const discovery = createDiscovery(client, endpoint)
  const cluster = { endpoint, context, namespace, client, discovery, pageSize, concurrency }
  return {
    specVersion: 1,
    name: endpoint,
    capabilities: fullCapabilities,
    resources: createResourceSource(cluster),
    annotator: {
      async *annotate(changes, run) {
        for (const change of changes) yield await annotateObject(cluster, change, run)
      },
    },
    close: async () => client.close(),
  }
}
