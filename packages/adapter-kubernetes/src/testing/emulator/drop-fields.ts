import { type FieldSet, isWithin, joinFieldPath } from './field-set.ts'
import type { FieldTyping } from './field-type.ts'
import { isJsonList, isJsonObject, type JsonObject, type JsonValue, withMembers } from './json.ts'
import { itemsByElement } from './list-items.ts'

// What loses its last part is empty as long as owners are compared, and is then left out: the server makes it null,
// which no kind keeps. Told from what was written empty by being these very values.
const emptiedMap: JsonObject = {}
const emptiedList: readonly JsonValue[] = []

/** The object without these fields, and all that is below them; a map or list that they leave empty stays, empty. */
export function dropFields(object: JsonObject, dropped: FieldSet, typing: FieldTyping): JsonObject {
  if (dropped.size === 0) return object
  const isTouched = (path: string): boolean => [...dropped].some((field) => isWithin(field, path))
  const visit = (
    value: JsonValue,
    elements: readonly string[],
    names: readonly string[],
  ): JsonValue | undefined => {
    const path = joinFieldPath(elements)
    if (dropped.has(path)) return undefined
    if (elements.length > 0 && !isTouched(path)) return value
    if (isJsonObject(value)) {
      const members = Object.entries(value).map(([name, member]): [string, JsonValue | undefined] => [
        name,
        visit(member, [...elements, `f:${name}`], [...names, name]),
      ])
      const left = withMembers({}, Object.fromEntries(members))
      return Object.keys(left).length === 0 ? emptiedMap : left
    }
    const items = itemsByElement(value, typing(names))
    if (items === undefined) return value
    const left = [...items]
      .map(([element, item]) => visit(item, [...elements, element], names))
      .filter((item) => item !== undefined)
    return left.length === 0 ? emptiedList : left
  }
  const result = visit(object, [], [])
  return isJsonObject(result) ? result : {}
}

/** The object without the maps and lists that `dropFields` left empty. */
export function withoutEmptied(object: JsonObject): JsonObject {
  const members = Object.entries(object).map(([name, value]): [string, JsonValue | undefined] => [
    name,
    clear(value),
  ])
  return withMembers({}, Object.fromEntries(members))
}

function clear(value: JsonValue): JsonValue | undefined {
  if (value === emptiedMap || value === emptiedList) return undefined
  if (isJsonList(value)) return value.map(clear).filter((item) => item !== undefined)
  return isJsonObject(value) ? withoutEmptied(value) : value
}
