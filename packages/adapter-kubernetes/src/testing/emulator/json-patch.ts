import { isDeepStrictEqual } from 'node:util'
import { isJsonList, isJsonObject, type JsonObject, type JsonValue, textAt, withMembers } from './json.ts'
import { badRequest, StatusFailure } from './status-failure.ts'

/** Applies a JSON patch (RFC 6902); throws 400 for one that it cannot read, 422 for one that does not fit. */
export function applyJsonPatch(object: JsonObject, patch: JsonValue): JsonObject {
  if (!isJsonList(patch)) throw badRequest('error decoding patch: a JSON patch is a list of operations')
  let document: JsonValue = object
  for (const operation of patch) {
    if (!isJsonObject(operation)) throw badRequest('error decoding patch: an operation is an object')
    document = applyOperation(document, operation)
  }
  if (!isJsonObject(document)) throw doesNotFit('the result is not an object')
  return document
}

function applyOperation(document: JsonValue, operation: JsonObject): JsonValue {
  const path = readPointer(operation, 'path')
  const { op, value = null } = operation
  switch (op) {
    case 'add':
      return place(document, path, { insert: value })
    case 'replace':
      return place(document, path, { replace: value })
    case 'remove':
      return place(document, path, 'remove')
    case 'test':
      if (!isDeepStrictEqual(find(document, path), value))
        throw doesNotFit(`testing value /${path.join('/')} failed`)
      return document
    case 'copy':
      return place(document, path, { insert: find(document, readPointer(operation, 'from')) })
    case 'move': {
      const from = readPointer(operation, 'from')
      return place(place(document, from, 'remove'), path, { insert: find(document, from) })
    }
    default:
      throw badRequest(`error decoding patch: unexpected operation ${JSON.stringify(op)}`)
  }
}

type Placing = 'remove' | { readonly insert: JsonValue } | { readonly replace: JsonValue }

// Rebuilds the containers on the way to the place that changes.
function place(node: JsonValue, path: readonly string[], placing: Placing): JsonValue {
  const [name, ...rest] = path
  if (name === undefined)
    return placing === 'remove' ? null : 'insert' in placing ? placing.insert : placing.replace
  const inserts = placing !== 'remove' && 'insert' in placing
  if (rest.length > 0 || !inserts) find(node, [name])
  if (isJsonObject(node)) {
    const removes = rest.length === 0 && placing === 'remove'
    return withMembers(node, { [name]: removes ? undefined : place(node[name] ?? null, rest, placing) })
  }
  if (!isJsonList(node)) throw doesNotFit(`/${name} is not in a map or a list`)
  const index = name === '-' ? node.length : Number(name)
  if (!Number.isInteger(index) || index < 0 || index > node.length)
    throw doesNotFit(`no index ${name} in the list`)
  if (rest.length > 0) return node.with(index, place(node[index] ?? null, rest, placing))
  if (placing === 'remove') return node.toSpliced(index, 1)
  return 'insert' in placing ? node.toSpliced(index, 0, placing.insert) : node.with(index, placing.replace)
}

function find(document: JsonValue, path: readonly string[]): JsonValue {
  let value: JsonValue | undefined = document
  for (const name of path) {
    if (isJsonList(value)) value = value[Number(name)]
    else value = isJsonObject(value) ? value[name] : undefined
  }
  if (value === undefined) throw doesNotFit(`the path /${path.join('/')} does not exist`)
  return value
}

function readPointer(operation: JsonObject, member: string): readonly string[] {
  const text = textAt(operation, member) ?? ''
  if (text !== '' && !text.startsWith('/'))
    throw badRequest(`error decoding patch: ${member} is not a JSON pointer`)
  const names = text.split('/').slice(1)
  return names.map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'))
}

const doesNotFit = (why: string): StatusFailure =>
  new StatusFailure(
    422,
    'Invalid',
    `the server rejected our request due to an error in our request: ${why}`,
    {
      details: {},
    },
  )
