import type { ServerTrust } from '../http/create-transport.ts'
import type { Credentials } from '../http/credentials.ts'

/** Everything that is needed to talk to one cluster, as one context of a kubeconfig says it. */
export interface ClusterAccess {
  /** The endpoint's name, for errors and reports: `kubernetes:<context>`. */
  readonly endpoint: string
  readonly context: string
  /** Where to look if nothing else is said. */
  readonly namespace: string
  /** The address, possibly with a path, without a slash at its end. */
  readonly server: string
  readonly trust: ServerTrust
  readonly credentials: Credentials
}
