import type { Discovery } from '../discovery/create-discovery.ts'
import type { Client } from '../http/create-client.ts'

/** A cluster that resources are read from. */
export interface Cluster {
  readonly endpoint: string
  readonly context: string
  /** The namespace that is meant where none is named. */
  readonly namespace: string
  readonly client: Client
  readonly discovery: Discovery
  readonly pageSize: number
  readonly concurrency: number
}
