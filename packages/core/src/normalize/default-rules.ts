import type { CanonicalRule } from './rule.ts'

const rolePatterns = ['Role.rbac.authorization.k8s.io', 'ClusterRole.rbac.authorization.k8s.io']
const containerLists = ['containers', 'initContainers', 'ephemeralContainers']
const probes = ['livenessProbe', 'readinessProbe', 'startupProbe']

const perContainer = (values: Readonly<Record<string, string | number>>) =>
  Object.fromEntries(
    containerLists.flatMap((list) =>
      Object.entries(values).map(([path, value]) => [`/${list}/*${path}`, value]),
    ),
  )

/** The canonical rules for values that the API fills in, and for maps and lists that are as good as absent. */
export const defaultRules: readonly CanonicalRule[] = [
  {
    id: 'default-pod',
    version: 1,
    source: 'kubernetes pkg/apis/core/v1/defaults.go',
    within: 'pod-spec',
    kind: 'default',
    values: {
      '/dnsPolicy': 'ClusterFirst',
      '/schedulerName': 'default-scheduler',
      '/terminationGracePeriodSeconds': 30,
      '/enableServiceLinks': true,
      ...perContainer({
        '/terminationMessagePath': '/dev/termination-log',
        '/terminationMessagePolicy': 'File',
        '/ports/*/protocol': 'TCP',
        '/env/*/valueFrom/fieldRef/apiVersion': 'v1',
        ...Object.fromEntries(
          probes.flatMap((probe) => [
            [`/${probe}/timeoutSeconds`, 1],
            [`/${probe}/periodSeconds`, 10],
            [`/${probe}/successThreshold`, 1],
            [`/${probe}/failureThreshold`, 3],
            [`/${probe}/httpGet/scheme`, 'HTTP'],
          ]),
        ),
      }),
      '/volumes/*/configMap/defaultMode': 0o644,
      '/volumes/*/secret/defaultMode': 0o644,
      '/volumes/*/downwardAPI/defaultMode': 0o644,
      '/volumes/*/projected/defaultMode': 0o644,
    },
  },
  ...(
    [
      ['Deployment.apps', '/spec/template/spec/restartPolicy', 'Always'],
      ['StatefulSet.apps', '/spec/template/spec/restartPolicy', 'Always'],
      ['DaemonSet.apps', '/spec/template/spec/restartPolicy', 'Always'],
      ['ReplicaSet.apps', '/spec/template/spec/restartPolicy', 'Always'],
      ['Pod', '/spec/restartPolicy', 'Always'],
      ['Deployment.apps', '/spec/replicas', 1],
      ['StatefulSet.apps', '/spec/replicas', 1],
      ['ReplicaSet.apps', '/spec/replicas', 1],
      ['Deployment.apps', '/spec/progressDeadlineSeconds', 600],
      ['Deployment.apps', '/spec/revisionHistoryLimit', 10],
      ['StatefulSet.apps', '/spec/revisionHistoryLimit', 10],
      ['DaemonSet.apps', '/spec/revisionHistoryLimit', 10],
      ['Deployment.apps', '/spec/strategy/type', 'RollingUpdate'],
      ['Deployment.apps', '/spec/strategy/rollingUpdate/maxSurge', '25%'],
      ['Deployment.apps', '/spec/strategy/rollingUpdate/maxUnavailable', '25%'],
      ['StatefulSet.apps', '/spec/podManagementPolicy', 'OrderedReady'],
      ['StatefulSet.apps', '/spec/updateStrategy/type', 'RollingUpdate'],
      ['StatefulSet.apps', '/spec/updateStrategy/rollingUpdate/partition', 0],
      ['StatefulSet.apps', '/spec/persistentVolumeClaimRetentionPolicy/whenDeleted', 'Retain'],
      ['StatefulSet.apps', '/spec/persistentVolumeClaimRetentionPolicy/whenScaled', 'Retain'],
      ['StatefulSet.apps', '/spec/volumeClaimTemplates/*/apiVersion', 'v1'],
      ['StatefulSet.apps', '/spec/volumeClaimTemplates/*/kind', 'PersistentVolumeClaim'],
      ['StatefulSet.apps', '/spec/volumeClaimTemplates/*/spec/volumeMode', 'Filesystem'],
      ['DaemonSet.apps', '/spec/updateStrategy/type', 'RollingUpdate'],
      ['DaemonSet.apps', '/spec/updateStrategy/rollingUpdate/maxSurge', 0],
      ['DaemonSet.apps', '/spec/updateStrategy/rollingUpdate/maxUnavailable', 1],
      ['CronJob.batch', '/spec/concurrencyPolicy', 'Allow'],
      ['CronJob.batch', '/spec/suspend', false],
      ['CronJob.batch', '/spec/successfulJobsHistoryLimit', 3],
      ['CronJob.batch', '/spec/failedJobsHistoryLimit', 1],
      ['Service', '/spec/type', 'ClusterIP'],
      ['Service', '/spec/sessionAffinity', 'None'],
      ['Service', '/spec/ports/*/protocol', 'TCP'],
      ['Secret', '/type', 'Opaque'],
      ['PersistentVolumeClaim', '/spec/volumeMode', 'Filesystem'],
      ['NetworkPolicy.networking.k8s.io', '/spec/ingress/*/ports/*/protocol', 'TCP'],
      ['NetworkPolicy.networking.k8s.io', '/spec/egress/*/ports/*/protocol', 'TCP'],
      ['CustomResourceDefinition.apiextensions.k8s.io', '/spec/preserveUnknownFields', false],
      ['CustomResourceDefinition.apiextensions.k8s.io', '/spec/conversion/strategy', 'None'],
      ['*WebhookConfiguration.admissionregistration.k8s.io', '/webhooks/*/failurePolicy', 'Fail'],
      ['*WebhookConfiguration.admissionregistration.k8s.io', '/webhooks/*/matchPolicy', 'Equivalent'],
      ['*WebhookConfiguration.admissionregistration.k8s.io', '/webhooks/*/timeoutSeconds', 10],
      ['*WebhookConfiguration.admissionregistration.k8s.io', '/webhooks/*/rules/*/scope', '*'],
      ['*WebhookConfiguration.admissionregistration.k8s.io', '/webhooks/*/clientConfig/service/port', 443],
      [
        'MutatingWebhookConfiguration.admissionregistration.k8s.io',
        '/webhooks/*/reinvocationPolicy',
        'Never',
      ],
    ] as const
  ).map(
    ([kind, path, value]): CanonicalRule => ({
      id: 'default-kind',
      version: 1,
      source: 'kubernetes pkg/apis/*/defaults.go',
      kinds: [kind],
      kind: 'default',
      values: { [path]: value },
    }),
  ),
  {
    id: 'default-crossplane',
    version: 1,
    source: 'crossplane-runtime apis/common/v1: defaults of a managed resource',
    kinds: ['*.*'],
    having: ['/spec/forProvider'],
    kind: 'default',
    values: {
      '/spec/deletionPolicy': 'Delete',
      '/spec/managementPolicies': ['*'],
      '/spec/providerConfigRef': { name: 'default' },
    },
  },
  {
    id: 'empty-metadata',
    version: 1,
    source: 'Kubernetes API conventions: labels and annotations are optional maps',
    kind: 'empty',
    paths: ['/metadata/labels', '/metadata/annotations', '/metadata/finalizers', '/metadata/ownerReferences'],
  },
  {
    id: 'empty-pod',
    version: 1,
    source: 'kubernetes/api core/v1: optional maps and lists of a pod whose emptiness means nothing',
    within: 'pod-spec',
    kind: 'empty',
    paths: [
      '/securityContext',
      '/nodeSelector',
      '/tolerations',
      '/imagePullSecrets',
      ...containerLists.flatMap((list) =>
        ['resources', 'resources/limits', 'resources/requests', 'securityContext', 'env', 'ports'].map(
          (name) => `/${list}/*/${name}`,
        ),
      ),
    ],
  },
  ...(
    [
      ['Deployment.apps', ['/spec/strategy', '/spec/strategy/rollingUpdate']],
      [
        'StatefulSet.apps',
        [
          '/spec/updateStrategy',
          '/spec/updateStrategy/rollingUpdate',
          '/spec/persistentVolumeClaimRetentionPolicy',
        ],
      ],
      ['DaemonSet.apps', ['/spec/updateStrategy', '/spec/updateStrategy/rollingUpdate']],
      ['CustomResourceDefinition.apiextensions.k8s.io', ['/spec/conversion']],
      ['Secret', ['/data']],
      [rolePatterns[0], ['/rules']],
      [rolePatterns[1], ['/rules']],
    ] as const
  ).map(
    ([kind, paths]): CanonicalRule => ({
      id: 'empty-kind',
      version: 1,
      source: 'kubernetes/api: optional maps and lists whose emptiness means nothing',
      kinds: [kind ?? ''],
      kind: 'empty',
      paths,
    }),
  ),
]
