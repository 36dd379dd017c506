import type { FieldPath } from '../model/field-path.ts'
import type { JsonObject } from '../model/json.ts'
import type { ResourceKey } from '../model/resource-identity.ts'
import { placeInPodSpec } from './place-in-pod-spec.ts'

/** Elements of one list by their path segment, in the list's order. */
type Elements = ReadonlyMap<string, JsonObject>

/**
 * Says why another order of a list's elements is another behaviour, with the id of what says so; undefined where the
 * order means nothing, or is the same on both sides.
 */
export function explainOrder(
  resource: ResourceKey,
  path: FieldPath,
  left: Elements,
  right: Elements,
): string | undefined {
  const [inLeft, inRight] = [orderOf(left, right), orderOf(right, left)]
  if (inLeft.join() === inRight.join()) return undefined
  const place = placeInPodSpec(resource, path)
  if (place === '/initContainers') return 'init containers run in the order in which they stand (init-order)'
  if (place === undefined || !/^\/(containers|initContainers|ephemeralContainers)\/[^/]+\/env$/.test(place))
    return undefined
  const turned = [...findReferences(left), ...findReferences(right)].find(
    ([user, used]) =>
      inLeft.includes(user) &&
      inLeft.includes(used) &&
      inLeft.indexOf(user) < inLeft.indexOf(used) !== inRight.indexOf(user) < inRight.indexOf(used),
  )
  if (turned === undefined) return undefined
  const [user, used] = turned.map((segment) => String(left.get(segment)?.['name']))
  return `${user} refers to ${used}, and sees it only where it stands behind it (env-order)`
}

function orderOf(elements: Elements, others: Elements): readonly string[] {
  return [...elements.keys()].filter((segment) => others.has(segment))
}

/** Which elements name which others in their values, as `$(NAME)`; `$$(NAME)` is a text. */
function findReferences(elements: Elements): readonly (readonly [user: string, used: string])[] {
  const byName = new Map([...elements].map(([segment, { name }]) => [name, segment]))
  return [...elements].flatMap(([user, { value }]) => {
    if (typeof value !== 'string') return []
    const names = value.replaceAll('$$', '').matchAll(/\$\(([^()]+)\)/g)
    return [...names].flatMap(([, name]) => {
      const used = byName.get(name)
      return used === undefined || used === user ? [] : [[user, used] as const]
    })
  })
}
