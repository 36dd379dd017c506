import type { Adapter } from '@tideway/core'
import { connect } from './connect.ts'
import type { KubernetesOptions } from './kubernetes-options.ts'
import { resolveOptions } from './resolve-options.ts'

/**
 * Creates the adapter of a Kubernetes cluster: its live resources, as they are, unknown fields included, and with
 * `resources.schemas` the schemas of its custom resources, as the server publishes them.
 * `connect` reads the kubeconfig and throws `TIDEWAY_CONFIG_MISSING` for a file, context, cluster or user that is
 * not there, `TIDEWAY_CONFIG_INVALID` for one that cannot be read, and an `AdapterError` of kind `unsupported` for a
 * proxy, a password, impersonation, or a credential plugin without the optional peer `@kubernetes/client-node`.
 * Over plain http no credential is sent. The server is first asked when resources are.
 *
 * Throws `TIDEWAY_CONFIG_INVALID` for options that cannot be used, naming them.
 *
 * @example
 * const endpoint = await createKubernetes({ context: 'kind-dev' }).connect(call)
 * const query = { kinds: [{ group: 'apps', kind: 'Deployment' }], identities: [] }
 * for await (const result of endpoint.resources.resources(query, call)) { … }
 */
export function createKubernetes(options: KubernetesOptions = {}): Adapter {
  const resolved = resolveOptions(options)
  return { connect: (call) => connect(resolved, call) }
}
