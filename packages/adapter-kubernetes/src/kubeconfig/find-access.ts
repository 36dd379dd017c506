import { type Call, TidewayError } from '@tideway/core'
import type { ResolvedOptions } from '../resolve-options.ts'
import type { ClusterAccess } from './cluster-access.ts'
import { readCluster } from './read-cluster.ts'
import { homeKubeconfig, readKubeconfig } from './read-kubeconfig.ts'
import { readServiceAccount } from './read-service-account.ts'
import { readUser } from './read-user.ts'
import { selectContext } from './select-context.ts'

/** Finds out which cluster is meant and how to reach it. Throws `TIDEWAY_CONFIG_MISSING` where nothing says so. */
export async function findAccess(options: ResolvedOptions, call: Call): Promise<ClusterAccess> {
  const { environment } = options
  const found = await readKubeconfig(options.kubeconfig, environment)
  if (found === undefined) return findServiceAccount(options)

  const context = selectContext(found, options.context)
  const endpoint = `kubernetes:${context.name}`
  const { server, trust } = await readCluster(context, endpoint, options.allowInsecure)
  const plain = server.startsWith('http:')
  if (plain && context.user !== undefined) {
    call.logger.debug(`${endpoint}: ${server} is plain http, so no credential is sent to it`)
  }
  return {
    endpoint,
    context: context.name,
    namespace: options.namespace ?? context.namespace ?? 'default',
    server,
    trust,
    // Like kubectl: without TLS anybody in between could read it.
    credentials: await readUser(plain ? { ...context, user: undefined } : context, endpoint),
  }
}

async function findServiceAccount({
  environment,
  context,
  namespace,
}: ResolvedOptions): Promise<ClusterAccess> {
  const pod = await readServiceAccount(environment)
  if (pod === undefined) {
    throw new TidewayError({
      code: 'TIDEWAY_CONFIG_MISSING',
      message: `there is no kubeconfig: KUBECONFIG is not set, ${homeKubeconfig(environment)} is not there, and this is no pod with a service account`,
      next: 'set KUBECONFIG, name a file as kubeconfig where the cluster is configured, or log in to the cluster so that one is written',
    })
  }
  if (context !== undefined && context !== pod.context) {
    throw new TidewayError({
      code: 'TIDEWAY_CONFIG_MISSING',
      message: `there is no kubeconfig that could have the context ${context}, only the service account of this pod`,
      next: 'name a file as kubeconfig where the context is configured, or leave the context out',
    })
  }
  return { ...pod, namespace: namespace ?? pod.namespace }
}
