import type { ResourceKind } from '@tideway/core'

/** A kind as the server serves it, in the version that it prefers. */
export interface ServedKind {
  readonly resource: ResourceKind
  /** As objects carry it: `v1`, `apps/v1`. */
  readonly apiVersion: string
  /** The name in paths: `deployments`. */
  readonly plural: string
  readonly namespaced: boolean
}

/** The name that RBAC and kubectl use, for messages: `configmaps`, `deployments.apps`. */
export function printServedKind({ plural, resource }: ServedKind): string {
  return resource.group === '' ? plural : `${plural}.${resource.group}`
}
