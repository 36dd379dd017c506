import { AdapterError } from '@tideway/core'
import { isSlug } from './is-slug.ts'

/** The error for a name that ConfigHub cannot have; undefined for one that it can. No request is needed to tell. */
export function refuseSlug(name: string, endpoint: string): AdapterError | undefined {
  if (isSlug(name)) return undefined
  return new AdapterError({
    kind: 'invalid-request',
    endpoint,
    message: `${JSON.stringify(name)} cannot be the slug of a unit`,
    next: 'use letters, digits, `-`, `_` and `.`, beginning and ending with a letter or digit, at most 128',
  })
}
