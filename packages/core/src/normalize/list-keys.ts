import type { FieldPath } from '../model/field-path.ts'
import { parseResourceKey, type ResourceKey } from '../model/resource-identity.ts'
import { placeInPodSpec } from './place-in-pod-spec.ts'

/** How elements of a list are told apart: by these keys. Undefined: the list is one atomic value. */
export type ListKeys = (resource: ResourceKey, path: FieldPath) => readonly string[] | undefined

// The `x-kubernetes-list-map-keys` of kubernetes/api core/v1/types.go.
const podSpecLists: readonly (readonly [pattern: RegExp, keys: readonly string[]])[] = [
  [
    /^\/(containers|initContainers|ephemeralContainers|volumes|imagePullSecrets|resourceClaims|schedulingGates)$/,
    ['name'],
  ],
  [/^\/(containers|initContainers|ephemeralContainers)\/[^/]+\/env$/, ['name']],
  [/^\/(containers|initContainers|ephemeralContainers)\/[^/]+\/volumeMounts$/, ['mountPath']],
  [/^\/(containers|initContainers|ephemeralContainers)\/[^/]+\/volumeDevices$/, ['devicePath']],
  [/^\/(containers|initContainers|ephemeralContainers)\/[^/]+\/ports$/, ['containerPort', 'protocol']],
  [/^(\/(containers|initContainers|ephemeralContainers)\/[^/]+)?\/resources\/claims$/, ['name']],
  [/^\/hostAliases$/, ['ip']],
  [/^\/topologySpreadConstraints$/, ['topologyKey', 'whenUnsatisfiable']],
]

const otherLists: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  Service: { '/spec/ports': ['port', 'protocol'] },
  ServiceAccount: { '/secrets': ['name'] },
  // Atomic to the API, which refuses two versions of one name all the same.
  'CustomResourceDefinition.apiextensions.k8s.io': { '/spec/versions': ['name'] },
  'MutatingWebhookConfiguration.admissionregistration.k8s.io': {
    '/webhooks': ['name'],
    '/webhooks/*/matchConditions': ['name'],
  },
  'ValidatingWebhookConfiguration.admissionregistration.k8s.io': {
    '/webhooks': ['name'],
    '/webhooks/*/matchConditions': ['name'],
  },
  'ValidatingAdmissionPolicy.admissionregistration.k8s.io': {
    '/spec/matchConditions': ['name'],
    '/spec/variables': ['name'],
  },
  'CSINode.storage.k8s.io': { '/spec/drivers': ['name'] },
}

/**
 * The list keys of Kubernetes' own kinds, as server-side apply uses them.
 * Lists of custom resources are atomic unless a schema says otherwise: a guessed key would lose a conflict.
 */
export const kubernetesListKeys: ListKeys = (resource, path) => {
  const { group, kind } = parseResourceKey(resource)
  const name = group === '' ? kind : `${kind}.${group}`
  const place = `/${path.join('/')}`
  const below = placeInPodSpec(resource, path)
  if (below !== undefined) return podSpecLists.find(([pattern]) => pattern.test(below))?.[1]
  if (place === '/metadata/ownerReferences') return ['uid']
  const lists = otherLists[name]
  return (
    lists?.[place] ??
    lists?.[`/${path.map((segment) => (segment.startsWith('[') ? '*' : segment)).join('/')}`]
  )
}
