import type { Call, Endpoint } from '@tideway/core'

/** Connects to a store. */
export type Connect = (call: Call) => Promise<Endpoint>

/** Connects to a store once for all who ask; a connection that failed is tried anew by the next one. */
export function connectOnce(connect: Connect): Connect {
  let connected: Promise<Endpoint> | undefined
  return (call) => {
    connected ??= connect(call).catch((error: unknown) => {
      connected = undefined
      throw error
    })
    return connected
  }
}
