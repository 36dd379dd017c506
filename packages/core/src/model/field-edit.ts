import type { FieldPath } from './field-path.ts'
import type { Tree } from './json.ts'
import type { ResourceKey } from './resource-identity.ts'

/** Sets one field of one resource, or removes it where `value` is undefined; the empty path is the whole resource. */
export interface FieldEdit {
  readonly resource: ResourceKey
  readonly path: FieldPath
  readonly value: Tree
}
