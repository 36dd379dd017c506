import type { ResourceIdentity, ResourceKind, ResourceQuery } from '@tideway/core'

/** What a query wants of one kind. */
export interface KindRequest {
  readonly resource: ResourceKind
  /** Whether the kind is listed; otherwise only the identities are looked up. */
  readonly listed: boolean
  readonly namespaces: readonly string[] | 'all'
  readonly labelSelector: string | undefined
  readonly identities: readonly ResourceIdentity[]
}

/** Splits a query into its kinds: those that are listed in their order, then those that are only looked up. */
export function planKinds(query: ResourceQuery, namespace: string): readonly KindRequest[] {
  const { kinds, identities, labelSelector } = query
  const { namespaces = [namespace] } = query
  const listed = new Set(kinds.map(keyOf))
  const all = new Map([...kinds, ...identities].map((resource) => [keyOf(resource), resource]))
  return [...all].map(([key, { group, kind }]) => ({
    resource: { group, kind },
    listed: listed.has(key),
    namespaces: namespaces === 'all' ? namespaces : [...new Set(namespaces)],
    labelSelector,
    identities: identities.filter((identity) => keyOf(identity) === key),
  }))
}

function keyOf({ group, kind }: ResourceKind): string {
  return `${kind}.${group}`
}
