import { isMap, isNode, isSeq } from 'yaml'
import type { FieldPath } from '../model/field-path.ts'
import { isJsonList, isJsonObject, type Json } from '../model/json.ts'
import { formatResourceKey } from '../model/resource-identity.ts'
import { invalidYaml } from './invalid-yaml.ts'
import type { ParsedResource } from './parsed-unit.ts'
import type { YamlStream } from './read-documents.ts'
import { readIdentity } from './read-identity.ts'

/** A resource and where it stands: in which document, and under which path of it where it is an item of a List. */
export interface LocatedResource extends ParsedResource {
  readonly document: number
  readonly path: FieldPath
}

interface Place {
  readonly document: number
  readonly path: FieldPath
  readonly node: unknown
}

/**
 * Finds the resources of a stream, items of a List included; empty documents hold none.
 * Throws a TidewayError where a document is no Kubernetes object, or two are the same one.
 */
export function locateResources(stream: YamlStream): readonly LocatedResource[] {
  const found = new Map<string, LocatedResource>()
  for (const [document, { node, value }] of stream.documents.entries()) {
    if (value === null) continue
    for (const resource of findResources(value, { document, path: [], node: node.contents }, stream)) {
      const first = found.get(resource.key)
      if (first !== undefined) {
        const what = `${resource.key} is in the unit twice, first on line ${first.line}`
        throw invalidYaml(stream.place, offsetOf(resource, stream), what, 'keep one of the two')
      }
      found.set(resource.key, resource)
    }
  }
  return [...found.values()]
}

function findResources(value: Json, place: Place, stream: YamlStream): readonly LocatedResource[] {
  const offset = startOf(place.node)
  const name = `document ${place.document + 1}`
  if (!isJsonObject(value)) throw invalidYaml(stream.place, offset, `${name} is no map`)
  const items = value['items']
  const kind = value['kind']
  if (kind === 'List' || (typeof kind === 'string' && kind.endsWith('List') && isJsonList(items))) {
    return (isJsonList(items) ? items : []).flatMap((item, index) =>
      findResources(item, itemPlace(place, index), stream),
    )
  }
  const identity = readIdentity(value)
  if (identity.kind === 'refused') {
    throw invalidYaml(stream.place, offset, `${name} is no Kubernetes object: ${identity.reason}`)
  }
  const key = formatResourceKey(identity.identity)
  const line = stream.place.lines.linePos(offset).line
  return [{ key, identity: identity.identity, value, line, document: place.document, path: place.path }]
}

function itemPlace(place: Place, index: number): Place {
  const list = isMap(place.node) ? place.node.get('items', true) : undefined
  const node: unknown = isSeq(list) ? list.items[index] : place.node
  return { document: place.document, path: [...place.path, 'items', String(index)], node }
}

function offsetOf(resource: LocatedResource, stream: YamlStream): number {
  const start = stream.place.lines.lineStarts[resource.line - 1]
  return start ?? 0
}

function startOf(node: unknown): number {
  return isNode(node) && node.range ? node.range[0] : 0
}
