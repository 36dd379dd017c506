import type { CanonicalRule } from './rule.ts'

const containerLists = ['containers', 'initContainers', 'ephemeralContainers']

function empty(kinds: readonly string[], paths: readonly string[]): CanonicalRule {
  const source = 'kubernetes/api: optional maps and lists whose emptiness means nothing'
  return { id: 'empty-kind', version: 2, source, kinds, kind: 'empty', paths }
}

const admission = (kind: string) => `${kind}.admissionregistration.k8s.io`
const rollout = ['/spec/updateStrategy', '/spec/updateStrategy/rollingUpdate']

/** The canonical rules for maps and lists that are as good as absent where they are empty. */
export const emptyRules: readonly CanonicalRule[] = [
  {
    id: 'empty-metadata',
    version: 2,
    source: 'Kubernetes API conventions: labels and annotations are optional maps',
    kind: 'empty',
    paths: [
      ...['', '/spec/template', '/spec/jobTemplate', '/spec/jobTemplate/spec/template', '/template'].flatMap(
        (at) => ['labels', 'annotations'].map((name) => `${at}/metadata/${name}`),
      ),
      '/metadata/finalizers',
      '/metadata/ownerReferences',
    ],
  },
  {
    id: 'empty-pod',
    version: 2,
    source: 'kubernetes/api core/v1: optional maps and lists of a pod whose emptiness means nothing',
    within: 'pod-spec',
    kind: 'empty',
    paths: [
      '/securityContext',
      '/nodeSelector',
      '/tolerations',
      '/imagePullSecrets',
      '/volumes',
      '/initContainers',
      '/ephemeralContainers',
      '/hostAliases',
      '/overhead',
      '/topologySpreadConstraints',
      '/readinessGates',
      '/schedulingGates',
      '/resourceClaims',
      '/securityContext/supplementalGroups',
      '/securityContext/sysctls',
      '/dnsConfig/nameservers',
      '/dnsConfig/searches',
      '/dnsConfig/options',
      '/resources/limits',
      '/resources/requests',
      '/volumes/*/ephemeral/volumeClaimTemplate/metadata',
      '/volumes/*/configMap/items',
      '/volumes/*/secret/items',
      ...containerLists.flatMap((list) =>
        [
          'resources',
          'resources/limits',
          'resources/requests',
          'securityContext/capabilities/add',
          'securityContext/capabilities/drop',
          'command',
          'args',
          'env',
          'envFrom',
          'ports',
          'volumeMounts',
          'volumeDevices',
          'resizePolicy',
          ...['livenessProbe', 'readinessProbe', 'startupProbe'].map(
            (probe) => `${probe}/httpGet/httpHeaders`,
          ),
        ].map((name) => `/${list}/*/${name}`),
      ),
    ],
  },
  empty(['Deployment.apps'], ['/spec/strategy', '/spec/strategy/rollingUpdate']),
  empty(['StatefulSet.apps'], [...rollout, '/spec/persistentVolumeClaimRetentionPolicy']),
  empty(['DaemonSet.apps'], rollout),
  empty(
    ['Deployment.apps', 'StatefulSet.apps', 'DaemonSet.apps', 'ReplicaSet.apps', 'Job.batch'],
    ['/spec/template/metadata'],
  ),
  empty(['CronJob.batch'], ['/spec/jobTemplate/metadata', '/spec/jobTemplate/spec/template/metadata']),
  empty(
    ['Service'],
    [
      '/spec/sessionAffinityConfig',
      '/spec/sessionAffinityConfig/clientIP',
      ...['selector', 'ports', 'externalIPs', 'loadBalancerSourceRanges', 'clusterIPs', 'ipFamilies'].map(
        (name) => `/spec/${name}`,
      ),
    ],
  ),
  empty(['EndpointSlice.discovery.k8s.io'], ['/endpoints/*/conditions', '/ports']),
  empty(['ServiceAccount'], ['/secrets', '/imagePullSecrets']),
  empty(
    ['NetworkPolicy.networking.k8s.io'],
    [
      '/spec/ingress',
      '/spec/egress',
      ...['ingress/*/from', 'egress/*/to'].map((name) => `/spec/${name}`),
      ...['ingress', 'egress'].map((name) => `/spec/${name}/*/ports`),
    ],
  ),
  empty(['Ingress.networking.k8s.io'], ['/spec/tls', '/spec/rules', '/spec/tls/*/hosts']),
  empty(['PersistentVolumeClaim'], ['/spec/resources', '/spec/resources/limits', '/spec/accessModes']),
  empty(['PersistentVolume'], ['/spec/mountOptions']),
  empty(['StorageClass.storage.k8s.io'], ['/parameters', '/mountOptions', '/allowedTopologies']),
  empty(['ResourceQuota'], ['/spec/scopes', '/spec/hard']),
  empty(
    ['LimitRange'],
    ['max', 'min', 'default', 'defaultRequest', 'maxLimitRequestRatio'].map(
      (name) => `/spec/limits/*/${name}`,
    ),
  ),
  empty(['Namespace'], ['/spec']),
  empty(
    ['CustomResourceDefinition.apiextensions.k8s.io'],
    [
      '/spec/conversion',
      '/spec/names/shortNames',
      '/spec/names/categories',
      '/spec/versions/*/additionalPrinterColumns',
      '/spec/versions/*/selectableFields',
    ],
  ),
  empty(
    ['HorizontalPodAutoscaler.autoscaling'],
    ['/spec/behavior/scaleUp', '/spec/behavior/scaleDown', '/spec/behavior'],
  ),
  empty(
    [admission('*WebhookConfiguration')],
    ['/webhooks/*/namespaceSelector', '/webhooks/*/objectSelector'],
  ),
  empty(
    [admission('ValidatingAdmissionPolicy')],
    ['namespaceSelector', 'objectSelector'].map((name) => `/spec/matchConstraints/${name}`),
  ),
  empty(
    [admission('ValidatingAdmissionPolicyBinding')],
    ['/namespaceSelector', '/objectSelector', ''].map((name) => `/spec/matchResources${name}`),
  ),
  empty(['FlowSchema.flowcontrol.apiserver.k8s.io'], ['/spec/distinguisherMethod']),
  empty(
    ['PriorityLevelConfiguration.flowcontrol.apiserver.k8s.io'],
    ['/spec/limited/limitResponse/queuing', '/spec/exempt'],
  ),
  empty(['Secret', 'ConfigMap'], ['/data', '/binaryData']),
  empty(
    ['Role.rbac.authorization.k8s.io', 'ClusterRole.rbac.authorization.k8s.io'],
    [
      '/rules',
      ...['apiGroups', 'resources', 'resourceNames', 'nonResourceURLs'].map((name) => `/rules/*/${name}`),
    ],
  ),
  empty(
    ['RoleBinding.rbac.authorization.k8s.io', 'ClusterRoleBinding.rbac.authorization.k8s.io'],
    ['/subjects'],
  ),
]
