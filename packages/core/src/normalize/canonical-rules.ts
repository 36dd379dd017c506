import type { CanonicalRule } from './canonical-rule.ts'

/** The canonical rules that hold for every Kubernetes resource. */
export const canonicalRules: readonly CanonicalRule[] = [
  {
    id: 'server-metadata',
    version: 1,
    source: 'Kubernetes API conventions, "Metadata"',
    remove: [
      ['metadata', 'managedFields'],
      ['metadata', 'resourceVersion'],
      ['metadata', 'uid'],
      ['metadata', 'generation'],
      ['metadata', 'selfLink'],
      ['metadata', 'creationTimestamp'],
      ['spec', 'template', 'metadata', 'creationTimestamp'],
    ],
  },
  {
    id: 'status',
    version: 1,
    source: 'Kubernetes API conventions, "Spec and Status"',
    remove: [['status']],
  },
  {
    id: 'last-applied',
    version: 1,
    source: 'kubectl apply keeps its own base there',
    remove: [['metadata', 'annotations', 'kubectl.kubernetes.io/last-applied-configuration']],
  },
  {
    id: 'deployment-revision',
    version: 1,
    source: 'the deployment controller counts roll-outs there',
    remove: [['metadata', 'annotations', 'deployment.kubernetes.io/*']],
  },
  {
    id: 'confighub-bookkeeping',
    version: 1,
    source: 'ConfigHub stamps resources with ids of its own',
    remove: [['metadata', 'annotations', 'confighub.com/*']],
  },
  {
    id: 'capture-bookkeeping',
    version: 1,
    source: 'older tools wrote the record of a capture into the object',
    remove: [['metadata', 'annotations', 'drift-capture/*']],
  },
  {
    id: 'argocd-tracking',
    version: 1,
    source: 'Argo CD marks what it delivers',
    remove: [['metadata', 'annotations', 'argocd.argoproj.io/tracking-id']],
  },
  {
    id: 'crossplane-bookkeeping',
    version: 1,
    source: 'crossplane-runtime pkg/meta: written by the reconciler around external creation',
    remove: [
      ['metadata', 'annotations', 'crossplane.io/external-create-pending'],
      ['metadata', 'annotations', 'crossplane.io/external-create-succeeded'],
      ['metadata', 'annotations', 'crossplane.io/external-create-failed'],
      ['spec', 'resourceRef'],
      ['spec', 'resourceRefs'],
      ['spec', 'claimRef'],
    ],
  },
]
