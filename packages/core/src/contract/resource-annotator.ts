import type { AdapterError } from '../errors/adapter-error.ts'
import type { ResourceIdentity } from '../model/resource-identity.ts'
import type { Call } from './call.ts'
import type { AnnotationChanges } from './unit-ref.ts'

/** Annotations to set on, or to remove from, one live object, if it still is as it was read. */
export interface ResourceAnnotation {
  readonly identity: ResourceIdentity
  /** `metadata.resourceVersion` of the object as it was read. */
  readonly resourceVersion: string
  readonly annotations: AnnotationChanges
}

/** What became of one annotation; `unknown`: it may or may not have been set. */
export interface AnnotationOutcome {
  readonly kind: 'written' | 'lost-race' | 'refused' | 'unknown'
  readonly identity: ResourceIdentity
  readonly error?: AdapterError | undefined
}

/** Annotates live objects and changes nothing else of them: the only thing that tideway writes to a cluster. */
export interface ResourceAnnotator {
  /** One outcome per change, in the order given; it does not throw for an object. */
  annotate(changes: readonly ResourceAnnotation[], call: Call): AsyncIterable<AnnotationOutcome>
}
