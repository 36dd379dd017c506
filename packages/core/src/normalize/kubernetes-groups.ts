// Those of the API server itself; custom resources share the domain, for instance gateway.networking.k8s.io.
const groups: ReadonlySet<string> = new Set(
  [
    'admissionregistration',
    'apiextensions',
    'apiregistration',
    'authentication',
    'authorization',
    'certificates',
    'coordination',
    'discovery',
    'events',
    'flowcontrol.apiserver',
    'internal.apiserver',
    'networking',
    'node',
    'rbac.authorization',
    'resource',
    'scheduling',
    'storage',
    'storagemigration',
  ].map((name) => `${name}.k8s.io`),
)

/** Tells whether a group is Kubernetes' own, whose kinds the built-in rules know: no custom resource lacks a domain. */
export function isKubernetesGroup(group: string): boolean {
  return !group.includes('.') || groups.has(group)
}
