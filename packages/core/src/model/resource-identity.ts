/**
 * What makes two documents the same Kubernetes object: group, kind, namespace and name, never the version.
 * The namespace is the empty string for cluster-scoped objects and where a document names none.
 */
export interface ResourceIdentity {
  readonly group: string
  readonly kind: string
  readonly namespace: string
  readonly name: string
}

/** An identity as one word: `Deployment.apps/shop/web`, `ConfigMap/shop/settings`, `Role.iam.aws.upbound.io//api`. */
export type ResourceKey = string

/** Writes an identity as its key. */
export function formatResourceKey(identity: ResourceIdentity): ResourceKey {
  const kind = identity.group === '' ? identity.kind : `${identity.kind}.${identity.group}`
  return `${kind}/${identity.namespace}/${identity.name}`
}

/** Reads what {@link formatResourceKey} writes. Throws a RangeError for anything else. */
export function parseResourceKey(key: ResourceKey): ResourceIdentity {
  const [kindAndGroup, namespace, ...rest] = key.split('/')
  if (kindAndGroup === undefined || kindAndGroup === '' || namespace === undefined || rest.length === 0) {
    throw new RangeError(`not a resource key: ${key}`)
  }
  const dot = kindAndGroup.indexOf('.')
  return {
    group: dot < 0 ? '' : kindAndGroup.slice(dot + 1),
    kind: dot < 0 ? kindAndGroup : kindAndGroup.slice(0, dot),
    namespace,
    name: rest.join('/'),
  }
}
