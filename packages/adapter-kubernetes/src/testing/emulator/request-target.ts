import type { Kinds } from './kinds.ts'
import type { ResourceKind } from './resource-kind.ts'

/** What the path of a request names: a collection, an object of it, or a subresource of that. */
export interface RequestTarget {
  readonly kind: ResourceKind
  readonly namespace: string | undefined
  readonly name: string | undefined
  readonly subresource: string | undefined
}

/** Reads the path of a request; undefined where no such resource is served. */
export function readTarget(kinds: Kinds, path: string): RequestTarget | undefined {
  const [root, ...parts] = path.split('/').slice(1).map(decodeURIComponent)
  const [group, version, ...rest] = root === 'api' ? ['', ...parts] : parts
  if ((root !== 'api' && root !== 'apis') || group === undefined || version === undefined) return undefined
  const [first, namespace, plural, name, subresource, ...more] = rest
  // `namespaces/x/status` is of the namespace itself, `namespaces/x/configmaps` is in it.
  const scoped = first === 'namespaces' && plural !== undefined && plural !== 'status'
  const place = scoped
    ? { plural, namespace, name, subresource }
    : { plural: first ?? '', namespace: undefined, name: namespace, subresource: plural }
  if ((scoped ? more.length : rest.length - 3) > 0) return undefined
  const kind = kinds.byPlural(group, version, place.plural)
  if (kind === undefined) return undefined
  // A namespaced object has no path without its namespace, and a cluster-scoped one none within any.
  if (kind.namespaced ? !scoped && place.name !== undefined : scoped) return undefined
  return { kind, namespace: place.namespace, name: place.name, subresource: place.subresource }
}
