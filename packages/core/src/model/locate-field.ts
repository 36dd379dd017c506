import { type FieldPath, formatPath } from './field-path.ts'
import { findElement } from './find-element.ts'
import { getField } from './get-field.ts'
import { isJsonList, type Tree } from './json.ts'

/**
 * The JSON Pointer (RFC 6901) of a field in one document, elements of lists by their index there:
 * `/spec/containers/0/image`. Undefined where the document has no such field.
 */
export function locateField(value: Tree, path: FieldPath): string | undefined {
  const place: string[] = []
  let below = value
  for (const segment of path) {
    const element = isJsonList(below) ? findElement(below, segment) : undefined
    if (element !== undefined && element.kind !== 'found') return undefined
    place.push(element === undefined ? segment : String(element.index))
    below = getField(below, [segment])
    if (below === undefined) return undefined
  }
  return value === undefined ? undefined : formatPath(place)
}
