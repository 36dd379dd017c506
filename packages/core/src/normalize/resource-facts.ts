import type { FieldOwners } from './field-owners.ts'

/** What is known of a resource besides its values, for equivalence rules. */
export interface ResourceFacts {
  /** The side that was read from a cluster, where one was. */
  readonly observed?: 'left' | 'right' | undefined
  /** Who set the fields of that side. */
  readonly ownerOf?: FieldOwners | undefined
  /** Tells controllers from people, among field managers. Default: none is a controller. */
  readonly isController?: ((manager: string) => boolean) | undefined
  /** True where an autoscaler targets the resource. */
  readonly autoscaled?: boolean | undefined
}
