import type { CanonicalRule, EquivalenceRule } from './rule.ts'

const annotation = (name: string) => `/metadata/annotations/crossplane.io~1${name}`
const label = (name: string) => `/metadata/labels/crossplane.io~1${name}`

// Other kinds have fields of these names of their own.
const kinds = ['*.*']

// crossplane-runtime pkg/xcrd, CompositeResourceClaimSpecProps and CompositeResourceSpecProps.
const machinery = [
  'compositionRef',
  'compositionSelector',
  'compositionRevisionRef',
  'compositionRevisionSelector',
  'compositionUpdatePolicy',
  'compositeDeletePolicy',
  'writeConnectionSecretToRef',
  'publishConnectionDetailsTo',
]
// What makes a resource a claim or composite of Crossplane 1.
const legacy = machinery.slice(0, 6).map((name) => `/spec/${name}`)
const managed = ['/spec/forProvider']

/** The canonical rules for claims, composites and managed resources of Crossplane. */
export const crossplaneRules: readonly CanonicalRule[] = [
  {
    id: 'crossplane-bookkeeping',
    version: 2,
    source: 'crossplane-runtime pkg/meta: written by the reconciler around external creation',
    kind: 'remove',
    paths: ['pending', 'succeeded', 'failed'].map((state) => annotation(`external-create-${state}`)),
  },
  {
    id: 'crossplane-references',
    version: 1,
    source: 'crossplane-runtime pkg/xcrd: what a claim and its composite know of each other',
    kinds,
    having: legacy,
    kind: 'remove',
    paths: ['/spec/resourceRef', '/spec/resourceRefs', '/spec/claimRef'],
  },
  {
    id: 'crossplane-resources',
    version: 1,
    source: 'crossplane-runtime v2 pkg/xcrd: a composite keeps its machinery under spec.crossplane',
    kinds,
    kind: 'remove',
    paths: ['/spec/crossplane/resourceRefs'],
  },
  {
    id: 'default-crossplane',
    version: 2,
    source: 'crossplane-runtime pkg/xcrd: defaults of a claim',
    kinds,
    having: legacy,
    kind: 'default',
    values: { '/spec/compositeDeletePolicy': 'Background', '/spec/compositionUpdatePolicy': 'Automatic' },
  },
  {
    id: 'default-crossplane',
    version: 2,
    source: 'crossplane-runtime v2 pkg/xcrd: defaults of a composite',
    kinds,
    kind: 'default',
    values: { '/spec/crossplane/compositionUpdatePolicy': 'Automatic' },
  },
  ...[{ name: 'default' }, { kind: 'ClusterProviderConfig', name: 'default' }].map(
    (provider): CanonicalRule => ({
      id: 'default-crossplane',
      version: 2,
      source: 'crossplane-runtime apis/common: defaults of a managed resource',
      kinds,
      having: managed,
      kind: 'default',
      values: {
        '/spec/deletionPolicy': 'Delete',
        '/spec/managementPolicies': ['*'],
        '/spec/providerConfigRef': provider,
      },
    }),
  ),
  {
    id: 'default-crossplane',
    version: 2,
    source: 'upjet: a managed resource is written back with an empty initProvider',
    kinds,
    having: managed,
    kind: 'empty',
    paths: ['/spec/initProvider', '/spec/crossplane'],
  },
]

/** The equivalence rules for what Crossplane and its providers fill in where nobody asked. */
export const crossplaneEquivalences: readonly EquivalenceRule[] = [
  {
    id: 'crossplane-claim',
    version: 2,
    source: 'crossplane-runtime pkg/xcrd: what Crossplane fills in where nobody asked',
    kinds,
    having: legacy,
    kind: 'equivalence',
    when: 'allocated',
    paths: machinery.map((name) => `/spec/${name}`),
    class: 'unowned',
  },
  {
    id: 'crossplane-composite',
    version: 2,
    source: 'crossplane-runtime v2 pkg/xcrd: the same under spec.crossplane',
    kinds,
    kind: 'equivalence',
    when: 'allocated',
    paths: machinery.map((name) => `/spec/crossplane/${name}`),
    class: 'unowned',
  },
  {
    id: 'crossplane-revision',
    version: 1,
    source: 'Crossplane moves the revision while compositionUpdatePolicy is Automatic',
    kinds,
    kind: 'equivalence',
    when: 'automatic-revision',
    paths: ['/spec/compositionRevisionRef', '/spec/crossplane/compositionRevisionRef'],
    class: 'unowned',
  },
  {
    id: 'crossplane-metadata',
    version: 2,
    source: 'Crossplane marks what it composes; a provider writes the external name back',
    kinds,
    kind: 'equivalence',
    when: 'allocated',
    paths: [annotation('external-name'), label('claim-name'), label('claim-namespace'), label('composite')],
    class: 'unowned',
  },
]
