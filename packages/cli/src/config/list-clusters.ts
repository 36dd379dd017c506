import type { WrittenCluster, WrittenLive } from './written-live.ts'

/** The clusters that an environment is live in; the current context of the kubeconfig where nothing is said. */
export function listClusters(live: WrittenLive): readonly WrittenCluster[] {
  const { context, kubeconfig, namespace } = live
  return (live.clusters ?? [{}]).map((cluster) => ({
    context: cluster.context ?? context,
    kubeconfig: cluster.kubeconfig ?? kubeconfig,
    namespace: cluster.namespace ?? namespace,
  }))
}

/** Where an environment is live when only one context, or another namespace, is asked for. */
export function narrowLive(live: WrittenLive, asked: Omit<WrittenCluster, 'kubeconfig'>): WrittenLive {
  const { context, namespace } = asked
  const clusters = listClusters(live)
  const found = clusters.filter((cluster) => context === undefined || cluster.context === context)
  const wanted = found.length > 0 ? found : [{ ...clusters[0], context }]
  return {
    ...live,
    clusters: wanted.map((cluster) => ({ ...cluster, namespace: namespace ?? cluster.namespace })),
  }
}
