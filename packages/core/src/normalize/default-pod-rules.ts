import type { Json } from '../model/json.ts'
import type { CanonicalRule, Derivation } from './rule.ts'

const containerLists = ['containers', 'initContainers', 'ephemeralContainers']
const probes = ['livenessProbe', 'readinessProbe', 'startupProbe']
const requests = [
  ...probes.map((probe) => `/${probe}/httpGet`),
  ...['postStart', 'preStop'].map((hook) => `/lifecycle/${hook}/httpGet`),
]

function perContainer<Value>(values: Readonly<Record<string, Value>>): Readonly<Record<string, Value>> {
  const entries = containerLists.flatMap((list) =>
    Object.entries(values).map(([path, value]): [string, Value] => [`/${list}/*${path}`, value]),
  )
  return Object.fromEntries(entries)
}

function perPath(paths: readonly string[], values: Readonly<Record<string, Json>>): Record<string, Json> {
  return Object.fromEntries(
    paths.flatMap((path) => Object.entries(values).map(([key, value]) => [`${path}${key}`, value])),
  )
}

const containerDefaults = {
  '/terminationMessagePath': '/dev/termination-log',
  '/terminationMessagePolicy': 'File',
  '/ports/*/protocol': 'TCP',
  '/env/*/valueFrom/fieldRef/apiVersion': 'v1',
  '/env/*/valueFrom/resourceFieldRef/divisor': '0',
  ...perPath(
    probes.map((probe) => `/${probe}`),
    {
      '/timeoutSeconds': 1,
      '/periodSeconds': 10,
      '/successThreshold': 1,
      '/failureThreshold': 3,
      '/grpc/service': '',
    },
  ),
  ...perPath(requests, { '/scheme': 'HTTP', '/path': '/' }),
}

const volumeDefaults = {
  ...perPath(['/configMap', '/secret', '/downwardAPI', '/projected'], { '/defaultMode': 0o644 }),
  '/hostPath/type': '',
  '/projected/sources/*/serviceAccountToken/expirationSeconds': 3600,
  ...perPath(['/downwardAPI/items/*', '/projected/sources/*/downwardAPI/items/*'], {
    '/fieldRef/apiVersion': 'v1',
    '/resourceFieldRef/divisor': '0',
  }),
  '/ephemeral/volumeClaimTemplate/spec/volumeMode': 'Filesystem',
  '/iscsi/iscsiInterface': 'default',
  '/rbd/pool': 'rbd',
  '/rbd/user': 'admin',
  '/rbd/keyring': '/etc/ceph/keyring',
  '/azureDisk/cachingMode': 'ReadWrite',
  '/azureDisk/fsType': 'ext4',
  '/azureDisk/kind': 'Shared',
  '/azureDisk/readOnly': false,
}

const copied = (from: string): Derivation => ({ from })

/** The canonical rules for what the API fills into a pod, in a workload's template or alone. */
export const defaultPodRules: readonly CanonicalRule[] = [
  {
    id: 'default-pod',
    version: 2,
    source: 'kubernetes pkg/apis/core/v1/defaults.go, and "+default" in k8s.io/api core/v1',
    within: 'pod-spec',
    kind: 'default',
    values: {
      '/dnsPolicy': 'ClusterFirst',
      '/schedulerName': 'default-scheduler',
      '/terminationGracePeriodSeconds': 30,
      '/enableServiceLinks': true,
      ...perContainer(containerDefaults),
      ...perPath(['/volumes/*'], volumeDefaults),
    },
  },
  {
    id: 'default-pod',
    version: 2,
    source: 'kubernetes pkg/apis/core/v1/defaults.go: what an image and the newer name of a field decide',
    within: 'pod-spec',
    kind: 'derived',
    values: {
      '/serviceAccount': copied('1/serviceAccountName'),
      ...perContainer<Derivation>({ '/imagePullPolicy': { from: '1/image', as: 'pull-policy' } }),
      '/volumes/*/image/pullPolicy': { from: '1/reference', as: 'pull-policy' },
    },
  },
  {
    id: 'default-pod',
    version: 2,
    source:
      'kubernetes SetDefaults_Pod: limits are requests, too; the admission of a Pod (not of a template)',
    kinds: ['Pod'],
    kind: 'derived',
    values: Object.fromEntries(
      containerLists.map((list) => [`/spec/${list}/*/resources/requests/*`, copied('2/limits/*')]),
    ),
  },
  {
    id: 'default-pod',
    version: 2,
    source: 'kubernetes plugin/pkg/admission: DefaultTolerationSeconds, Priority, ServiceAccount',
    kinds: ['Pod'],
    kind: 'default',
    values: {
      '/spec/priority': 0,
      '/spec/preemptionPolicy': 'PreemptLowerPriority',
      '/spec/serviceAccountName': 'default',
      '/spec/serviceAccount': 'default',
      '/spec/tolerations': ['not-ready', 'unreachable'].map((condition) => ({
        effect: 'NoExecute',
        key: `node.kubernetes.io/${condition}`,
        operator: 'Exists',
        tolerationSeconds: 300,
      })),
    },
  },
]
