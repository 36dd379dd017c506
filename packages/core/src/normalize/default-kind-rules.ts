import type { Json } from '../model/json.ts'
import type { CanonicalRule, Derivation } from './rule.ts'

type Defaults = Readonly<Record<string, Json>>

function defaults(
  id: string,
  kinds: readonly string[],
  values: Defaults,
  source = defaulters,
): CanonicalRule {
  return { id: `default-${id}`, version: 2, source, kinds, kind: 'default', values }
}

function derived(
  id: string,
  kinds: readonly string[],
  values: Readonly<Record<string, Derivation>>,
): CanonicalRule {
  return { id: `default-${id}`, version: 1, source: defaulters, kinds, kind: 'derived', values }
}

const defaulters = 'kubernetes pkg/apis/*/defaults.go'
const templated = ['Deployment.apps', 'StatefulSet.apps', 'DaemonSet.apps', 'ReplicaSet.apps']
const rbac = (kind: string) => `${kind}.rbac.authorization.k8s.io`
const admission = (kind: string) => `${kind}.admissionregistration.k8s.io`
const webhooks = [admission('*WebhookConfiguration')]
const definitions = ['CustomResourceDefinition.apiextensions.k8s.io']
const seconds = (type: string, value: number) => ({ periodSeconds: 15, type, value })

/** The canonical rules for what the API fills into its own kinds, pods apart. */
export const defaultKindRules: readonly CanonicalRule[] = [
  defaults('workload', [...templated, 'ReplicationController'], {
    '/spec/template/spec/restartPolicy': 'Always',
  }),
  defaults('workload', ['Pod'], { '/spec/restartPolicy': 'Always' }),
  defaults('workload', ['Deployment.apps', 'StatefulSet.apps', 'ReplicaSet.apps', 'ReplicationController'], {
    '/spec/replicas': 1,
  }),
  defaults('workload', ['Deployment.apps', 'StatefulSet.apps', 'DaemonSet.apps'], {
    '/spec/revisionHistoryLimit': 10,
  }),
  defaults('deployment', ['Deployment.apps'], {
    '/spec/progressDeadlineSeconds': 600,
    '/spec/strategy/type': 'RollingUpdate',
    '/spec/strategy/rollingUpdate/maxSurge': '25%',
    '/spec/strategy/rollingUpdate/maxUnavailable': '25%',
  }),
  defaults('statefulset', ['StatefulSet.apps'], {
    '/spec/podManagementPolicy': 'OrderedReady',
    '/spec/updateStrategy/type': 'RollingUpdate',
    '/spec/updateStrategy/rollingUpdate/partition': 0,
    '/spec/updateStrategy/rollingUpdate/maxUnavailable': 1,
    '/spec/persistentVolumeClaimRetentionPolicy/whenDeleted': 'Retain',
    '/spec/persistentVolumeClaimRetentionPolicy/whenScaled': 'Retain',
    '/spec/volumeClaimTemplates/*/apiVersion': 'v1',
    '/spec/volumeClaimTemplates/*/kind': 'PersistentVolumeClaim',
    '/spec/volumeClaimTemplates/*/spec/volumeMode': 'Filesystem',
  }),
  defaults('daemonset', ['DaemonSet.apps'], {
    '/spec/updateStrategy/type': 'RollingUpdate',
    '/spec/updateStrategy/rollingUpdate/maxSurge': 0,
    '/spec/updateStrategy/rollingUpdate/maxUnavailable': 1,
  }),
  ...jobDefaults('Job.batch', '/spec'),
  ...jobDefaults('CronJob.batch', '/spec/jobTemplate/spec'),
  derived('job', ['Job.batch', 'ReplicationController'], {
    '/metadata/labels': { from: '2/spec/template/metadata/labels' },
  }),
  derived('workload', ['ReplicationController'], {
    '/spec/selector': { from: '1/template/metadata/labels' },
  }),
  defaults('cronjob', ['CronJob.batch'], {
    '/spec/concurrencyPolicy': 'Allow',
    '/spec/suspend': false,
    '/spec/successfulJobsHistoryLimit': 3,
    '/spec/failedJobsHistoryLimit': 1,
  }),
  defaults('service', ['Service'], {
    '/spec/type': 'ClusterIP',
    '/spec/sessionAffinity': 'None',
    '/spec/sessionAffinityConfig/clientIP/timeoutSeconds': 10800,
    '/spec/ports/*/protocol': 'TCP',
    '/spec/ipFamilyPolicy': 'SingleStack',
    '/spec/internalTrafficPolicy': 'Cluster',
    '/spec/externalTrafficPolicy': 'Cluster',
    '/spec/allocateLoadBalancerNodePorts': true,
  }),
  derived('service', ['Service'], { '/spec/ports/*/targetPort': { from: '1/port' } }),
  defaults('endpoints', ['Endpoints'], { '/subsets/*/ports/*/protocol': 'TCP' }),
  defaults('endpoints', ['EndpointSlice.discovery.k8s.io'], {
    '/ports/*/protocol': 'TCP',
    '/ports/*/name': '',
  }),
  derived('namespace', ['Namespace'], {
    '/metadata/labels/kubernetes.io~1metadata.name': { from: '2/name' },
  }),
  defaults('namespace', ['Namespace'], { '/spec/finalizers': ['kubernetes'] }),
  defaults('secret', ['Secret'], { '/type': 'Opaque' }),
  defaults('volume', ['PersistentVolumeClaim', 'PersistentVolume'], { '/spec/volumeMode': 'Filesystem' }),
  defaults('volume', ['PersistentVolume'], {
    '/spec/persistentVolumeReclaimPolicy': 'Retain',
    '/spec/hostPath/type': '',
    '/spec/iscsi/iscsiInterface': 'default',
    '/spec/rbd/pool': 'rbd',
    '/spec/rbd/user': 'admin',
    '/spec/rbd/keyring': '/etc/ceph/keyring',
    '/spec/azureDisk/cachingMode': 'ReadWrite',
    '/spec/azureDisk/fsType': 'ext4',
    '/spec/azureDisk/kind': 'Shared',
    '/spec/azureDisk/readOnly': false,
  }),
  defaults('storage', ['StorageClass.storage.k8s.io'], {
    '/reclaimPolicy': 'Delete',
    '/volumeBindingMode': 'Immediate',
  }),
  defaults('storage', ['CSIDriver.storage.k8s.io'], {
    '/spec/attachRequired': true,
    '/spec/podInfoOnMount': false,
    '/spec/storageCapacity': false,
    '/spec/fsGroupPolicy': 'ReadWriteOnceWithFSType',
    '/spec/volumeLifecycleModes': ['Persistent'],
    '/spec/requiresRepublish': false,
    '/spec/seLinuxMount': false,
  }),
  defaults('priority-class', ['PriorityClass.scheduling.k8s.io'], {
    '/preemptionPolicy': 'PreemptLowerPriority',
  }),
  defaults('network-policy', ['NetworkPolicy.networking.k8s.io'], {
    '/spec/ingress/*/ports/*/protocol': 'TCP',
    '/spec/egress/*/ports/*/protocol': 'TCP',
  }),
  derived('network-policy', ['NetworkPolicy.networking.k8s.io'], {
    '/spec/policyTypes': { from: '1/egress', as: 'policy-types' },
  }),
  defaults('ingress-class', ['IngressClass.networking.k8s.io'], { '/spec/parameters/scope': 'Cluster' }),
  defaults('role-binding', [rbac('RoleBinding'), rbac('ClusterRoleBinding')], {
    '/roleRef/apiGroup': 'rbac.authorization.k8s.io',
    '/subjects/*/apiGroup': 'rbac.authorization.k8s.io',
  }),
  defaults('autoscaler', ['HorizontalPodAutoscaler.autoscaling'], {
    '/spec/minReplicas': 1,
    '/spec/metrics': [
      {
        resource: { name: 'cpu', target: { averageUtilization: 80, type: 'Utilization' } },
        type: 'Resource',
      },
    ],
    '/spec/behavior/scaleUp/selectPolicy': 'Max',
    '/spec/behavior/scaleUp/stabilizationWindowSeconds': 0,
    '/spec/behavior/scaleUp/policies': [seconds('Pods', 4), seconds('Percent', 100)],
    '/spec/behavior/scaleDown/selectPolicy': 'Max',
    '/spec/behavior/scaleDown/policies': [seconds('Percent', 100)],
  }),
  defaults('definition', definitions, {
    '/spec/preserveUnknownFields': false,
    '/spec/conversion/strategy': 'None',
    '/spec/conversion/webhook/clientConfig/service/port': 443,
    '/spec/versions/*/schema/openAPIV3Schema/x-kubernetes-preserve-unknown-fields': false,
  }),
  derived('definition', definitions, {
    '/spec/names/singular': { from: '1/kind', as: 'lower-case' },
    '/spec/names/listKind': { from: '1/kind', as: 'list-kind' },
  }),
  defaults('api-service', ['APIService.apiregistration.k8s.io'], { '/spec/service/port': 443 }),
  defaults('webhook', webhooks, {
    '/webhooks/*/failurePolicy': 'Fail',
    '/webhooks/*/matchPolicy': 'Equivalent',
    '/webhooks/*/timeoutSeconds': 10,
    '/webhooks/*/rules/*/scope': '*',
    '/webhooks/*/clientConfig/service/port': 443,
  }),
  defaults('webhook', [admission('MutatingWebhookConfiguration')], {
    '/webhooks/*/reinvocationPolicy': 'Never',
  }),
  defaults('admission-policy', [admission('ValidatingAdmissionPolicy')], {
    '/spec/failurePolicy': 'Fail',
    '/spec/matchConstraints/matchPolicy': 'Equivalent',
    '/spec/matchConstraints/resourceRules/*/scope': '*',
    '/spec/matchConstraints/excludeResourceRules/*/scope': '*',
  }),
  defaults('admission-policy', [admission('ValidatingAdmissionPolicyBinding')], {
    '/spec/matchResources/matchPolicy': 'Equivalent',
    '/spec/matchResources/resourceRules/*/scope': '*',
    '/spec/matchResources/excludeResourceRules/*/scope': '*',
  }),
  defaults('flow-control', ['FlowSchema.flowcontrol.apiserver.k8s.io'], { '/spec/matchingPrecedence': 1000 }),
  defaults('flow-control', ['PriorityLevelConfiguration.flowcontrol.apiserver.k8s.io'], {
    '/spec/limited/nominalConcurrencyShares': 30,
    '/spec/limited/lendablePercent': 0,
    '/spec/limited/limitResponse/queuing/handSize': 8,
    '/spec/limited/limitResponse/queuing/queues': 64,
    '/spec/limited/limitResponse/queuing/queueLengthLimit': 50,
    '/spec/exempt/nominalConcurrencyShares': 0,
    '/spec/exempt/lendablePercent': 0,
  }),
]

function jobDefaults(kind: string, place: string): readonly CanonicalRule[] {
  return [
    defaults('job', [kind], {
      [`${place}/parallelism`]: 1,
      [`${place}/completionMode`]: 'NonIndexed',
      [`${place}/suspend`]: false,
      [`${place}/manualSelector`]: false,
      [`${place}/podFailurePolicy/rules/*/onPodConditions/*/status`]: 'True',
    }),
    derived('job', [kind], {
      [`${place}/completions`]: { from: '1/parallelism', as: 'completions' },
      [`${place}/backoffLimit`]: {
        from: '1/backoffLimitPerIndex',
        choice: { present: 2 ** 31 - 1, absent: 6 },
      },
      [`${place}/podReplacementPolicy`]: {
        from: '1/podFailurePolicy',
        choice: { present: 'Failed', absent: 'TerminatingOrFailed' },
      },
    }),
  ]
}
