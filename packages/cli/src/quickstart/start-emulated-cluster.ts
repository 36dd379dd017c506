import { prepareCluster } from '../emulate/prepare-cluster.ts'
import type { StagedCluster } from './staged-cluster.ts'

/** Serves an emulated Kubernetes on the loopback address, for the story. */
export async function startEmulatedCluster(): Promise<StagedCluster> {
  const kit = await import('@tideway/adapter-kubernetes/testing')
  const cluster = kit.createKubernetesEmulator({ now: () => new Date() })
  const served = await kit.serve(cluster.handle)
  const deliverer = kit.createDeliverer({ handle: (request) => cluster.handle(request) })
  return {
    kubeconfig: kit.kubeconfigFor({ server: served.url, context: 'quickstart' }),
    installKinds: (resources) => prepareCluster(cluster, resources),
    async deliver(units) {
      const refused = (await deliverer.deliver(units)).filter(({ kind }) => kind === 'refused')
      if (refused.length > 0) throw new Error(JSON.stringify(refused))
    },
    async edit(reference, patch) {
      cluster.edit(reference, patch, { manager: 'kubectl-edit' })
    },
    async close() {
      cluster.endWatches()
      await served.close()
    },
  }
}
