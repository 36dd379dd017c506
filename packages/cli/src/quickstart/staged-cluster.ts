import type { DeliveredUnit, JsonObject, ObjectReference } from '@tideway/adapter-kubernetes/testing'
import type { ParsedResource } from '@tideway/core'

/** A cluster of the story, and what happens to it beside the command. */
export interface StagedCluster {
  /** The text of a kubeconfig that leads to it. */
  readonly kubeconfig: string
  /** Lets it know the kinds of these resources. */
  installKinds(resources: readonly ParsedResource[]): Promise<void>
  /** Brings units to it, as Argo CD would. */
  deliver(units: readonly DeliveredUnit[]): Promise<void>
  /** Edits an object by a merge patch, as `kubectl edit` does. */
  edit(reference: ObjectReference, patch: JsonObject): Promise<void>
  close(): Promise<void>
}
