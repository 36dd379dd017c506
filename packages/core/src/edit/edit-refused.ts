import { TidewayError } from '../errors/tideway-error.ts'
import { type FieldPath, formatPath } from '../model/field-path.ts'
import type { ResourceKey } from '../model/resource-identity.ts'

/** The error for an edit that would change something else too, or has no place to go; it names no value. */
export function editRefused(resource: ResourceKey, path: FieldPath, reason: string): TidewayError {
  const place = path.length === 0 ? resource : `${formatPath(path)} of ${resource}`
  return new TidewayError({
    code: 'TIDEWAY_EDIT_REFUSED',
    message: `${place} cannot be edited in its text: ${reason}`,
    next: 'make the edit by hand',
  })
}
