import { AdapterError, type Call, type ResourceIdentity, type ResourceResult } from '@tideway/core'
import type { ServedKind } from '../discovery/served-kind.ts'
import type { Cluster } from './cluster.ts'
import { lookUp } from './look-up.ts'
import type { KindRequest } from './plan-kinds.ts'
import { readPages } from './read-pages.ts'
import { isPathSegment, type KindPlace } from './resource-path.ts'

/** Reads one kind: its objects and `complete`, or `unknown` wherever it turns out that not all can be read. */
export async function* readKind(
  cluster: Cluster,
  request: KindRequest,
  call: Call,
): AsyncGenerator<ResourceResult> {
  const { resource, labelSelector } = request
  const tell = (error: AdapterError) => ({ kind: 'unknown', resource, error }) as const
  const odd = findOddName(request)
  if (odd !== undefined) {
    yield tell(refuseName(odd, request, cluster))
    return
  }
  const discovered = await cluster.discovery.find(resource, call)
  if (discovered.kind !== 'served') {
    yield tell(discovered.error)
    return
  }
  const { served } = discovered
  const listed = request.listed ? pathsOf(request, served) : []
  const wanted = groupNames(request, ({ namespace }) => {
    return served.namespaced ? namespace || cluster.namespace : ''
  })
  for (const namespace of listed) {
    const place: KindPlace = { served, namespace }
    for await (const page of readPages(cluster, { ...place, labelSelector }, call)) {
      if (page.kind === 'refused') {
        yield tell(page.error)
        return
      }
      for (const { identity, object } of page.objects) {
        wanted.get(identity.namespace)?.delete(identity.name)
        yield { kind: 'object', identity, object }
      }
    }
    // A whole list has answered for every name in it.
    if (!labelSelector && namespace === '') wanted.clear()
    else if (!labelSelector) wanted.delete(namespace)
  }
  for (const [namespace, names] of wanted) {
    for await (const found of lookUp(cluster, { served, namespace }, [...names], call)) {
      if (found.kind === 'refused') {
        yield tell(found.error)
        return
      }
      yield found
    }
  }
  yield { kind: 'complete', resource }
}

// The path without a namespace lists a kind in all of them.
function pathsOf({ namespaces }: KindRequest, served: ServedKind): readonly string[] {
  return served.namespaced && namespaces !== 'all' ? namespaces : ['']
}

function groupNames(
  { identities }: KindRequest,
  namespaceOf: (identity: ResourceIdentity) => string,
): Map<string, Set<string>> {
  const groups = new Map<string, Set<string>>()
  for (const identity of identities) {
    const namespace = namespaceOf(identity)
    groups.set(namespace, (groups.get(namespace) ?? new Set()).add(identity.name))
  }
  return groups
}

// In a path such a name could address something else.
function findOddName({ namespaces, identities }: KindRequest): string | undefined {
  const named = identities.flatMap(({ namespace, name }) => (namespace === '' ? [name] : [namespace, name]))
  return [...(namespaces === 'all' ? [] : namespaces), ...named].find((text) => !isPathSegment(text))
}

function refuseName(odd: string, { resource }: KindRequest, { endpoint }: Cluster): AdapterError {
  return new AdapterError({
    kind: 'invalid-request',
    endpoint,
    message: `could not read ${resource.kind}: ${JSON.stringify(odd)} can be the name of no object or namespace`,
    next: 'correct the name where it comes from',
  })
}
