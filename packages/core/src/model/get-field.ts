import type { FieldPath } from './field-path.ts'
import { findElement } from './find-element.ts'
import { isJsonList, isJsonObject, type Tree } from './json.ts'

/**
 * The value at a path, or undefined where there is none. In a list a segment is `[name=app]` or a decimal index;
 * a segment that several elements match finds none of them.
 */
export function getField(value: Tree, path: FieldPath): Tree {
  let found = value
  for (const segment of path) found = getChild(found, segment)
  return found
}

function getChild(value: Tree, segment: string): Tree {
  if (isJsonObject(value)) return Object.hasOwn(value, segment) ? value[segment] : undefined
  if (!isJsonList(value)) return undefined
  const place = findElement(value, segment)
  return place.kind === 'found' ? value[place.index] : undefined
}
