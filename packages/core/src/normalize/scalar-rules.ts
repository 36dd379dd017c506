import type { CanonicalRule } from './rule.ts'

const resources = (place: string) => [`${place}/limits/*`, `${place}/requests/*`]

/** The canonical rules for values that are spelled in several ways, and for lists without an order. */
export const scalarRules: readonly CanonicalRule[] = [
  {
    id: 'quantity',
    version: 1,
    source: 'k8s.io/apimachinery pkg/api/resource: quantities of pods',
    within: 'pod-spec',
    kind: 'quantity',
    paths: [
      ...resources('/resources'),
      ...['containers', 'initContainers', 'ephemeralContainers'].flatMap((list) => [
        ...resources(`/${list}/*/resources`),
        `/${list}/*/env/*/valueFrom/resourceFieldRef/divisor`,
      ]),
      '/overhead/*',
      '/volumes/*/emptyDir/sizeLimit',
      '/volumes/*/downwardAPI/items/*/resourceFieldRef/divisor',
      '/volumes/*/projected/sources/*/downwardAPI/items/*/resourceFieldRef/divisor',
      ...resources('/volumes/*/ephemeral/volumeClaimTemplate/spec/resources'),
    ],
  },
  ...(
    [
      ['CSIStorageCapacity.storage.k8s.io', ['/capacity', '/maximumVolumeSize']],
      [
        'ResourceClaim.resource.k8s.io',
        ['exactly', 'firstAvailable/*'].map((at) => `/spec/devices/requests/*/${at}/capacity/requests/*`),
      ],
      [
        'ResourceClaimTemplate.resource.k8s.io',
        ['exactly', 'firstAvailable/*'].map(
          (at) => `/spec/spec/devices/requests/*/${at}/capacity/requests/*`,
        ),
      ],
      ['StatefulSet.apps', resources('/spec/volumeClaimTemplates/*/spec/resources')],
      ['PersistentVolumeClaim', resources('/spec/resources')],
      ['PersistentVolume', ['/spec/capacity/*']],
      ['ResourceQuota', ['/spec/hard/*']],
      [
        'LimitRange',
        ['max', 'min', 'default', 'defaultRequest', 'maxLimitRequestRatio'].map(
          (name) => `/spec/limits/*/${name}/*`,
        ),
      ],
      ['RuntimeClass.node.k8s.io', ['/overhead/podFixed/*']],
      [
        'HorizontalPodAutoscaler.autoscaling',
        ['resource', 'pods', 'object', 'external', 'containerResource'].flatMap((name) => [
          `/spec/metrics/*/${name}/target/averageValue`,
          `/spec/metrics/*/${name}/target/value`,
        ]),
      ],
    ] as const
  ).map(
    ([kind, paths]): CanonicalRule => ({
      id: 'quantity',
      version: 1,
      source: 'kubernetes/api: fields of type resource.Quantity',
      kinds: [kind],
      kind: 'quantity',
      paths,
    }),
  ),
  {
    id: 'set',
    version: 1,
    source: 'kubernetes/api metav1.ObjectMeta: finalizers are a set',
    kind: 'set',
    paths: ['/metadata/finalizers'],
  },
  {
    id: 'set',
    version: 1,
    source: 'kubernetes/api rbac/v1 PolicyRule: access is granted by any of them',
    kinds: ['Role.rbac.authorization.k8s.io', 'ClusterRole.rbac.authorization.k8s.io'],
    kind: 'set',
    paths: ['verbs', 'apiGroups', 'resources', 'resourceNames', 'nonResourceURLs'].map(
      (name) => `/rules/*/${name}`,
    ),
  },
  {
    id: 'set',
    version: 1,
    source: 'x-kubernetes-list-type: set in the OpenAPI of Kubernetes',
    within: 'pod-spec',
    kind: 'set',
    paths: ['containers', 'initContainers', 'ephemeralContainers'].map(
      (list) => `/${list}/*/restartPolicyRules/*/exitCodes/values`,
    ),
  },
  ...(
    [
      ['Job.batch', ['/spec/podFailurePolicy/rules/*/onExitCodes/values']],
      ['CronJob.batch', ['/spec/jobTemplate/spec/podFailurePolicy/rules/*/onExitCodes/values']],
      ['CSIDriver.storage.k8s.io', ['/spec/volumeLifecycleModes']],
      ['EndpointSlice.discovery.k8s.io', ['/endpoints/*/addresses']],
      ['ValidatingAdmissionPolicyBinding.admissionregistration.k8s.io', ['/spec/validationActions']],
      [
        'FlowSchema.flowcontrol.apiserver.k8s.io',
        [
          ...['nonResourceURLs', 'verbs'].map((name) => `/spec/rules/*/nonResourceRules/*/${name}`),
          ...['apiGroups', 'namespaces', 'resources', 'verbs'].map(
            (name) => `/spec/rules/*/resourceRules/*/${name}`,
          ),
        ],
      ],
    ] as const
  ).map(
    ([kind, paths]): CanonicalRule => ({
      id: 'set',
      version: 1,
      source: 'x-kubernetes-list-type: set in the OpenAPI of Kubernetes',
      kinds: [kind],
      kind: 'set',
      paths,
    }),
  ),
  {
    id: 'set',
    version: 1,
    source: 'the endpoints controllers sort subsets, their addresses and their ports',
    kinds: ['Endpoints'],
    kind: 'set',
    paths: ['/subsets', '/subsets/*/addresses', '/subsets/*/notReadyAddresses', '/subsets/*/ports'],
  },
  {
    id: 'set',
    version: 1,
    source: 'the controller of autoscaling/v2 writes its metrics back in an order of its own',
    kinds: ['HorizontalPodAutoscaler.autoscaling'],
    kind: 'set',
    paths: ['/spec/metrics'],
  },
]
