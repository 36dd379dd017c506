import type { CanonicalRule } from './rule.ts'

const annotation = (key: string) => `/metadata/annotations/${key.replaceAll('/', '~1')}`

/** The canonical rules that leave fields out or put them in one place. */
export const canonicalRules: readonly CanonicalRule[] = [
  {
    id: 'server-metadata',
    version: 2,
    source: 'Kubernetes API conventions, "Metadata"',
    kind: 'remove',
    paths: [
      '/metadata/managedFields',
      '/metadata/resourceVersion',
      '/metadata/uid',
      '/metadata/generation',
      '/metadata/selfLink',
      '/metadata/creationTimestamp',
      '/spec/template/metadata/creationTimestamp',
      '/spec/jobTemplate/metadata/creationTimestamp',
      '/spec/jobTemplate/spec/template/metadata/creationTimestamp',
      '/template/metadata/creationTimestamp',
      '/spec/volumeClaimTemplates/*/metadata/creationTimestamp',
    ],
  },
  {
    id: 'status',
    version: 2,
    source: 'Kubernetes API conventions, "Spec and Status"',
    kind: 'remove',
    paths: ['/status', '/spec/volumeClaimTemplates/*/status'],
  },
  {
    id: 'last-applied',
    version: 1,
    source: 'kubectl apply keeps its own base there',
    kind: 'remove',
    paths: [annotation('kubectl.kubernetes.io/last-applied-configuration')],
  },
  {
    id: 'deployment-revision',
    version: 1,
    source: 'the deployment controller counts roll-outs there',
    kind: 'remove',
    paths: [annotation('deployment.kubernetes.io/*')],
  },
  {
    id: 'daemonset-generation',
    version: 1,
    source: 'kubernetes pkg/registry/apps/daemonset: the API counts the changes of a template there',
    kinds: ['DaemonSet.apps'],
    kind: 'remove',
    paths: [annotation('deprecated.daemonset.template.generation')],
  },
  {
    id: 'confighub-bookkeeping',
    version: 1,
    source: 'ConfigHub stamps resources with ids of its own',
    kind: 'remove',
    paths: [annotation('confighub.com/*')],
  },
  {
    id: 'capture-bookkeeping',
    version: 1,
    source: 'older tools wrote the record of a capture into the object',
    kind: 'remove',
    paths: [annotation('drift-capture/*')],
  },
  {
    id: 'argocd-tracking',
    version: 2,
    source: 'Argo CD marks what it delivers',
    kind: 'remove',
    paths: [annotation('argocd.argoproj.io/tracking-id'), annotation('argocd.argoproj.io/installation-id')],
  },
  {
    id: 'aggregated-rules',
    version: 1,
    source:
      'the clusterrole-aggregation controller writes the rules of a ClusterRole with an aggregationRule',
    kinds: ['ClusterRole.rbac.authorization.k8s.io'],
    having: ['/aggregationRule'],
    kind: 'remove',
    paths: ['/rules'],
  },
  {
    id: 'secret-text',
    version: 1,
    source: 'Kubernetes core/v1 Secret: stringData is write-only and wins over data',
    kinds: ['Secret'],
    kind: 'secret-text',
  },
]
