import type { Json } from '../model/json.ts'
import type { CanonicalRule, RuleHeader } from './rule.ts'

const containerLists = ['containers', 'initContainers', 'ephemeralContainers']
const probes = ['livenessProbe', 'readinessProbe', 'startupProbe']
const actions = [...probes, 'lifecycle/postStart', 'lifecycle/preStop']

type Scope = Pick<RuleHeader, 'kinds' | 'within'>
type Zero = '' | 0 | false

// The API writes none of these back: they are `omitempty`, and no pointers.
function zero(
  scope: Scope,
  fields: readonly (readonly [zero: Zero, paths: readonly string[]])[],
): CanonicalRule {
  const values = fields.flatMap(([value, paths]) => paths.map((path): [string, Json] => [path, value]))
  const source = 'k8s.io/api types.go: fields that are left out where they hold the zero value of their type'
  return {
    id: 'zero-value',
    version: 1,
    source,
    ...scope,
    kind: 'default',
    values: Object.fromEntries(values),
  }
}

const inContainers = (names: readonly string[]) =>
  containerLists.flatMap((list) => names.map((name) => `/${list}/*/${name}`))

/** The canonical rules for scalars that are as good as absent where they hold the zero value of their type. */
export const zeroRules: readonly CanonicalRule[] = [
  zero({ within: 'pod-spec' }, [
    [false, ['/hostNetwork', '/hostPID', '/hostIPC']],
    ['', ['/serviceAccountName', '/nodeName', '/hostname', '/subdomain', '/priorityClassName']],
    ['', ['/tolerations/*/key', '/tolerations/*/value', '/tolerations/*/effect']],
    [false, inContainers(['stdin', 'stdinOnce', 'tty', 'volumeMounts/*/readOnly'])],
    [0, inContainers(['ports/*/hostPort', ...probes.map((probe) => `${probe}/initialDelaySeconds`)])],
    [
      '',
      inContainers([
        'workingDir',
        'ports/*/name',
        'ports/*/hostIP',
        'env/*/value',
        'env/*/valueFrom/resourceFieldRef/containerName',
        'envFrom/*/prefix',
        'volumeMounts/*/subPath',
        'volumeMounts/*/subPathExpr',
        ...actions.flatMap((action) => [`${action}/httpGet/host`, `${action}/tcpSocket/host`]),
      ]),
    ],
    ['', ['/volumes/*/emptyDir/medium', '/volumes/*/projected/sources/*/serviceAccountToken/audience']],
    [
      false,
      ['nfs', 'persistentVolumeClaim', 'iscsi', 'cephfs', 'rbd', 'fc'].map(
        (name) => `/volumes/*/${name}/readOnly`,
      ),
    ],
  ]),
  zero({ kinds: ['Deployment.apps'] }, [
    [0, ['/spec/minReadySeconds']],
    [false, ['/spec/paused']],
  ]),
  zero({ kinds: ['StatefulSet.apps', 'DaemonSet.apps', 'ReplicaSet.apps', 'ReplicationController'] }, [
    [0, ['/spec/minReadySeconds']],
  ]),
  zero({ kinds: ['Service'] }, [
    [0, ['/spec/ports/*/nodePort', '/spec/healthCheckNodePort']],
    ['', ['/spec/ports/*/name', '/spec/clusterIP', '/spec/loadBalancerIP', '/spec/externalName']],
    [false, ['/spec/publishNotReadyAddresses']],
  ]),
  zero({ kinds: ['PersistentVolume'] }, [
    ['', ['/spec/storageClassName']],
    [false, ['nfs', 'csi', 'iscsi', 'cephfs', 'rbd', 'fc'].map((name) => `/spec/${name}/readOnly`)],
  ]),
  zero({ kinds: ['PersistentVolumeClaim'] }, [['', ['/spec/volumeName']]]),
  zero({ kinds: ['Ingress.networking.k8s.io'] }, [
    ['', ['/spec/rules/*/host', '/spec/rules/*/http/paths/*/path', '/spec/tls/*/secretName']],
  ]),
  zero({ kinds: ['RoleBinding.rbac.authorization.k8s.io', 'ClusterRoleBinding.rbac.authorization.k8s.io'] }, [
    ['', ['/roleRef/apiGroup', '/subjects/*/apiGroup', '/subjects/*/namespace']],
  ]),
  zero({ kinds: ['*WebhookConfiguration.admissionregistration.k8s.io'] }, [
    ['', ['/webhooks/*/clientConfig/caBundle']],
  ]),
  zero({ kinds: ['PriorityClass.scheduling.k8s.io'] }, [
    [false, ['/globalDefault']],
    ['', ['/description']],
  ]),
  zero({ kinds: ['CustomResourceDefinition.apiextensions.k8s.io'] }, [
    [false, ['/spec/versions/*/deprecated']],
    [0, ['/spec/versions/*/additionalPrinterColumns/*/priority']],
    ['', ['format', 'description'].map((name) => `/spec/versions/*/additionalPrinterColumns/*/${name}`)],
  ]),
]
