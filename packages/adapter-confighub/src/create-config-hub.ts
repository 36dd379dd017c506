import type { Adapter } from '@tideway/core'
import type { ConfigHubOptions } from './config-hub-options.ts'
import { connect } from './connect.ts'
import { resolveOptions } from './resolve-options.ts'

/**
 * Creates the adapter of a ConfigHub space: source, sink and history of its units. Servers from
 * v0.4 on keep configuration as bytes, older ones as a field of the unit; which it is is found out at `connect`.
 *
 * Nothing is sent before `connect`, which logs in and finds the space; it throws an `AdapterError` of kind
 * `not-found` where there is no such space.
 *
 * Throws `TIDEWAY_CONFIG_INVALID` for options that cannot be used, naming them.
 *
 * @example
 * const confighub = createConfigHub({
 *   space: 'messagewall-prod',
 *   credentials: { kind: 'worker', id: workerId, secret: workerSecret },
 * })
 * const endpoint = await confighub.connect(call)
 */
export function createConfigHub(options: ConfigHubOptions): Adapter {
  const resolved = resolveOptions(options)
  return { connect: (call) => connect(resolved, call) }
}
