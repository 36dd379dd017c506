import type { FieldTyping } from './field-type.ts'
import { isJsonList, isJsonObject, type JsonObject, type JsonValue } from './json.ts'
import { itemsByElement } from './list-items.ts'
import { internalFailure } from './status-failure.ts'

/** A set of fields; each is its path elements in the FieldsV1 spelling (`f:spec`, `k:{...}`, `v:...`), joined. */
export type FieldSet = ReadonlySet<string>

// NUL can stand in no Kubernetes field name, and JSON escapes it in keys and values.
const separator = '\u0000'

export const joinFieldPath = (elements: readonly string[]): string => elements.join(separator)
const splitFieldPath = (path: string): readonly string[] => path.split(separator)

export const isWithin = (path: string, ancestor: string): boolean =>
  path === ancestor || path.startsWith(ancestor + separator)

export const uniteFields = (...sets: readonly FieldSet[]): FieldSet =>
  new Set(sets.flatMap((set) => [...set]))

export const subtractFields = (fields: FieldSet, ...gone: readonly FieldSet[]): FieldSet =>
  new Set([...fields].filter((field) => !gone.some((set) => set.has(field))))

/**
 * The fields that an applied configuration claims: leaves, empty maps, and each item of an associative list. Throws
 * a 500, as the server does, for an associative list whose items cannot be told apart.
 */
export function readFieldSet(object: JsonObject, typing: FieldTyping): FieldSet {
  const fields = new Set<string>()
  const visit = (value: JsonValue, elements: readonly string[], names: readonly string[]): void => {
    const type = typing(names)
    if (isJsonObject(value) && (names.length === 0 || type.kind !== 'atomic')) {
      if (Object.keys(value).length === 0 && elements.length > 0) fields.add(joinFieldPath(elements))
      for (const [name, member] of Object.entries(value)) {
        visit(member, [...elements, `f:${name}`], [...names, name])
      }
      return
    }
    const items = itemsByElement(value, type)
    if (items === undefined) {
      if (isJsonList(value) && (type.kind === 'keyed' || type.kind === 'set')) throw refuseList(names)
      fields.add(joinFieldPath(elements))
      return
    }
    for (const [element, item] of items) {
      const path = [...elements, element]
      fields.add(joinFieldPath(path))
      if (isJsonObject(item))
        for (const [name, member] of Object.entries(item))
          visit(member, [...path, `f:${name}`], [...names, name])
    }
  }
  visit(object, [], [])
  return fields
}

const refuseList = (names: readonly string[]): Error =>
  internalFailure(
    `failed to create typed patch object: .${names.join('.')}: an item of the associative list lacks its key, or has that of another`,
  )

/** The set with every named ancestor of its fields: what stops existing once its last field is gone. */
export function withNamedAncestors(fields: FieldSet): FieldSet {
  const result = new Set(fields)
  for (const field of fields) {
    const elements = splitFieldPath(field)
    for (let length = 1; length < elements.length; length++) {
      if (elements[length - 1]?.startsWith('f:')) result.add(joinFieldPath(elements.slice(0, length)))
    }
  }
  return result
}

/** The FieldsV1 form: nested path elements, `"."` where a field with fields below it is itself in the set. */
export function encodeFieldSet(fields: FieldSet): JsonObject {
  interface Node {
    [element: string]: Node
  }
  const root: Node = {}
  const nodeAt = (path: string): Node => {
    let node = root
    for (const element of splitFieldPath(path)) {
      node[element] ??= {}
      node = node[element]
    }
    return node
  }
  for (const field of fields) nodeAt(field)
  for (const field of fields) {
    const node = nodeAt(field)
    if (Object.keys(node).length > 0) node['.'] = {}
  }
  return sortMembers(root)
}

function sortMembers(object: JsonObject): JsonObject {
  const sorted: Record<string, JsonValue> = {}
  for (const key of Object.keys(object).sort()) {
    const value = object[key]
    if (isJsonObject(value)) sorted[key] = sortMembers(value)
  }
  return sorted
}

export function decodeFieldSet(fieldsV1: JsonValue | undefined): FieldSet {
  const fields = new Set<string>()
  const visit = (node: JsonObject, elements: readonly string[]): void => {
    for (const [element, below] of Object.entries(node)) {
      if (!isJsonObject(below)) continue
      if (element === '.') fields.add(joinFieldPath(elements))
      else if (Object.keys(below).length === 0) fields.add(joinFieldPath([...elements, element]))
      else visit(below, [...elements, element])
    }
  }
  if (isJsonObject(fieldsV1)) visit(fieldsV1, [])
  return fields
}

/** A field as conflict messages name it: `.spec.containers[name="web"].image`. */
export function printFieldPath(path: string): string {
  return splitFieldPath(path).map(printElement).join('')
}

function printElement(element: string): string {
  if (element.startsWith('f:')) return `.${element.slice(2)}`
  if (element.startsWith('v:')) return `[=${element.slice(2)}]`
  const key: JsonObject = JSON.parse(element.slice(2))
  const pairs = Object.entries(key).map(([name, value]) => `${name}=${JSON.stringify(value)}`)
  return `[${pairs.join(',')}]`
}
