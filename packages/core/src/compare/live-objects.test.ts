import { describe, expect, it } from 'vitest'
import { formatPath } from '../model/field-path.ts'
import type { JsonObject } from '../model/json.ts'
import { findFacts } from '../normalize/find-facts.ts'
import { pruneResource } from '../normalize/prune-resource.ts'
import { parseUnit } from '../parse/parse-unit.ts'
import { knownBase } from './base-tree.ts'
import { compareUnit } from './compare-unit.ts'

function read(text: string): Readonly<Record<string, JsonObject>> {
  const unit = parseUnit(text)
  if (unit.kind === 'invalid') throw unit.error
  return Object.fromEntries(unit.resources.map(({ key, value }) => [key, value]))
}

/** Compares what is written with what is live, where only the latter has what a server writes. */
function compare(written: string, live: string): readonly string[] {
  const [left, right] = [read(written), read(live.replaceAll('metadata: {name', 'metadata: {uid: x, name'))]
  const prune = (objects: typeof left) =>
    Object.fromEntries(Object.entries(objects).map(([key, object]) => [key, pruneResource(object)]))
  const facts = findFacts(left, right, (manager) => /^(kube-|provider-|crossplane)/.test(manager))
  return compareUnit(knownBase(prune(left)), prune(left), prune(right), { facts }).map(
    ({ path, rule, kind }) => `${formatPath(path)}: ${rule ?? kind}`,
  )
}

const managed = (manager: string, fields: string) =>
  `managedFields: [{manager: ${manager}, operation: Update, fieldsV1: ${fields}}]`
const head = (kind: string, metadata: string, version = 'v1') =>
  `apiVersion: ${version}\nkind: ${kind}\nmetadata: {name: a${metadata}}\n`

describe('what controllers and tools add to a live object', () => {
  it.each([
    [
      'a bound volume claim',
      `${head('PersistentVolumeClaim', '')}spec: {resources: {requests: {storage: 1Gi}}}\n`,
      `${head('PersistentVolumeClaim', ', finalizers: [kubernetes.io/pvc-protection], annotations: {pv.kubernetes.io/bind-completed: "yes", volume.kubernetes.io/selected-node: n}')}spec: {resources: {requests: {storage: 1Gi}}, storageClassName: gp3, volumeMode: Filesystem, volumeName: pvc-1}\n`,
    ],
    [
      'a service account with its token',
      head('ServiceAccount', ''),
      `${head('ServiceAccount', '')}secrets: [{name: a-token-x7k2p}, {name: a-dockercfg-abcde}]\nimagePullSecrets: [{name: a-dockercfg-abcde}]\n`,
    ],
    [
      'a service account beside a declared secret',
      `${head('ServiceAccount', '')}secrets: [{name: mine}]\nimagePullSecrets: [{name: ours}]\n`,
      `${head('ServiceAccount', '')}secrets: [{name: mine}, {name: a-token-x7k2p}]\nimagePullSecrets: [{name: ours}, {name: a-dockercfg-abcde}]\n`,
    ],
    [
      'an aggregated role',
      `${head('ClusterRole', '', 'rbac.authorization.k8s.io/v1')}aggregationRule: {clusterRoleSelectors: []}\nrules: []\n`,
      `${head('ClusterRole', '', 'rbac.authorization.k8s.io/v1')}aggregationRule: {clusterRoleSelectors: []}\nrules: [{apiGroups: [""], resources: [pods], verbs: [get]}]\n`,
    ],
    [
      'webhooks with an injected bundle',
      `${head('ValidatingWebhookConfiguration', '', 'admissionregistration.k8s.io/v1')}webhooks: [{name: w, clientConfig: {caBundle: "\\n"}}, {name: v, clientConfig: {}}]\n`,
      `${head('ValidatingWebhookConfiguration', '', 'admissionregistration.k8s.io/v1')}webhooks: [{name: w, clientConfig: {caBundle: Q0E=}}, {name: v, clientConfig: {caBundle: Q0E=}}]\n`,
    ],
    [
      'an API service and a definition with one',
      `${head('APIService', '', 'apiregistration.k8s.io/v1')}spec: {group: g}\n---\n${head('CustomResourceDefinition', '', 'apiextensions.k8s.io/v1')}spec: {conversion: {strategy: Webhook, webhook: {clientConfig: {}}}}\n`,
      `${head('APIService', '', 'apiregistration.k8s.io/v1')}spec: {group: g, caBundle: Q0E=}\n---\n${head('CustomResourceDefinition', '', 'apiextensions.k8s.io/v1')}spec: {conversion: {strategy: Webhook, webhook: {clientConfig: {caBundle: Q0E=}}}}\n`,
    ],
    [
      'finalizers and owners beside declared ones',
      head('ConfigMap', ', finalizers: [mine/one]'),
      head(
        'ConfigMap',
        ', finalizers: [mine/one, theirs/two], ownerReferences: [{uid: o, kind: Owner, name: o}], generateName: a-',
      ),
    ],
    [
      'an object of Argo CD, Flux, Helm, Config Sync and Fleet',
      head('ConfigMap', ''),
      head(
        'ConfigMap',
        ', annotations: {argocd.argoproj.io/tracking-id: x, meta.helm.sh/release-name: r, configsync.gke.io/resource-id: i, objectset.rio.cattle.io/id: i, config.kubernetes.io/origin: o}, labels: {kustomize.toolkit.fluxcd.io/name: k, helm.toolkit.fluxcd.io/name: h, kapp.k14s.io/app: "1"}',
      ),
    ],
    [
      'an autoscaled deployment and its autoscaler',
      `${head('Deployment', '', 'apps/v1')}spec: {replicas: 2}\n---\n${head('HorizontalPodAutoscaler', '', 'autoscaling/v2')}spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: a}, metrics: [{type: Resource, resource: {name: cpu}}, {type: Resource, resource: {name: memory}}]}\n`,
      `${head('Deployment', ', annotations: {deployment.kubernetes.io/revision: "7"}', 'apps/v1')}spec: {replicas: 9}\n---\n${head('HorizontalPodAutoscaler', ', annotations: {autoscaling.alpha.kubernetes.io/conditions: "[]"}', 'autoscaling/v2')}spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: a}, metrics: [{type: Resource, resource: {name: memory}}, {type: Resource, resource: {name: cpu}}]}\n`,
    ],
    [
      'a managed resource',
      `${head('Bucket', '', 's3.aws.upbound.io/v1beta1')}spec: {forProvider: {region: r}}\n`,
      `${head('Bucket', `, generateName: a-, finalizers: [finalizer.managedresource.crossplane.io], labels: {crossplane.io/claim-name: c, crossplane.io/composite: x}, annotations: {crossplane.io/external-name: b-1, crossplane.io/external-create-succeeded: t, crossplane.io/composition-resource-name: bucket}, ${managed('provider-aws-s3', '{f:spec: {f:forProvider: {f:tags: {f:x: {}}}}}')}`, 's3.aws.upbound.io/v1beta1')}spec: {forProvider: {region: r, tags: {x: y}}, initProvider: {}, deletionPolicy: Delete, managementPolicies: ["*"], providerConfigRef: {name: default}}\nstatus: {atProvider: {id: b-1}}\n`,
    ],
    [
      'a composite of Crossplane 2',
      `${head('App', '', 'shop.example/v1')}spec: {size: 1}\n`,
      `${head('App', ', finalizers: [composite.apiextensions.crossplane.io], labels: {crossplane.io/composite: a}', 'shop.example/v1')}spec: {size: 1, crossplane: {compositionRef: {name: c}, compositionRevisionRef: {name: c-1}, compositionUpdatePolicy: Automatic, resourceRefs: [{kind: Bucket, name: a-1}]}}\n`,
    ],
  ])('is covered: %s', (_, written, live) => {
    const changes = compare(written, live)
    expect(changes.filter((line) => / (one-side|conflict|both-same)$/.test(line))).toEqual([])
  })

  it('is told from what a person chose', () => {
    const service = (metadata: string, port: string) =>
      `${head('Service', metadata)}spec: {type: NodePort, ports: [{port: 80${port}}]}\n`
    const fields = '{f:spec: {f:ports: {\'k:{"port":80,"protocol":"TCP"}\': {f:nodePort: {}}}}}'
    expect(compare(service('', ''), service('', ', nodePort: 31000'))).toEqual([
      '/spec/ports/[port=80]/nodePort: live-service',
    ])
    expect(
      compare(service('', ''), service(`, ${managed('kubectl-edit', fields)}`, ', nodePort: 31000')),
    ).toEqual(['/spec/ports/[port=80]/nodePort: one-side'])
    expect(compare(service('', ''), service('', ', targetPort: 81'))).toEqual([
      '/spec/ports/[port=80]/targetPort: one-side',
    ])
  })

  it('is told from what was declared', () => {
    const claim = (spec: string) =>
      `${head('Claim', '', 'shop.example/v1')}spec: {compositionSelector: {}${spec}}\n`
    expect(
      compare(claim(', compositionRef: {name: mine}'), claim(', compositionRef: {name: theirs}')),
    ).toEqual(['/spec/compositionRef/name: one-side'])
    expect(
      compare(head('ConfigMap', ', finalizers: [mine]'), head('ConfigMap', ', finalizers: [theirs]')),
    ).toEqual(['/metadata/finalizers: one-side'])
    const account = `${head('ServiceAccount', '')}secrets: [{name: mine}]\n`
    expect(compare(head('ServiceAccount', ''), account)).toEqual(['/secrets: one-side'])
    const template = (value: string) =>
      `${head('Deployment', '', 'apps/v1')}spec: {template: {metadata: {annotations: {kubectl.kubernetes.io/restartedAt: ${value}}}}}\n`
    expect(compare(template('a'), template('b'))).toHaveLength(1)
  })
})
