/**
 * The way to a field, one segment a step: a map key, or for an element of a keyed list its keys in the
 * readable form `[name=app]` (several keys: `[containerPort=80,protocol=TCP]`).
 * The empty path is the whole value.
 */
export type FieldPath = readonly string[]

/**
 * Writes a path as a JSON Pointer (RFC 6901), keyed elements in brackets:
 * `/spec/containers/[name=app]/image`. The empty path is the empty string.
 */
export function formatPath(path: FieldPath): string {
  let text = ''
  for (const segment of path) text += `/${segment.replaceAll('~', '~0').replaceAll('/', '~1')}`
  return text
}

/** Reads what {@link formatPath} writes. Throws a RangeError for text that is no JSON Pointer. */
export function parsePath(pointer: string): FieldPath {
  if (pointer === '') return []
  if (!pointer.startsWith('/')) throw new RangeError(`a field path starts with "/": ${pointer}`)
  return pointer
    .slice(1)
    .split('/')
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'))
}
