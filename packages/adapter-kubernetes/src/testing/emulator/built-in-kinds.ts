import { builtInFieldTypes } from './built-in-field-types.ts'
import type { ResourceKind } from './resource-kind.ts'

// The non-pointer struct fields of the Go types: a typed object has them even when they are empty.
const implicitFields: ReadonlySet<string> = new Set([
  'metadata',
  'spec',
  'status',
  'spec.strategy',
  'spec.template',
  'spec.template.metadata',
  'spec.template.spec',
  'spec.template.spec.containers',
])

interface Described {
  readonly kind: string
  readonly plural: string
  readonly shortNames?: readonly string[]
  readonly categories?: readonly string[]
  readonly namespaced?: boolean
  readonly group?: string
  readonly statusSubresource?: boolean
  readonly hasGeneration?: boolean
}

const describe = (described: Described): ResourceKind => ({
  group: '',
  version: 'v1',
  shortNames: [],
  categories: [],
  namespaced: true,
  statusSubresource: false,
  hasGeneration: false,
  ...described,
  listKind: `${described.kind}List`,
  singular: described.kind.toLowerCase(),
  builtIn: true,
  fieldTypes: builtInFieldTypes,
  implicitFields,
})

export const namespaceKind: ResourceKind = describe({
  kind: 'Namespace',
  plural: 'namespaces',
  shortNames: ['ns'],
  namespaced: false,
  statusSubresource: true,
})

export const definitionKind: ResourceKind = describe({
  group: 'apiextensions.k8s.io',
  kind: 'CustomResourceDefinition',
  plural: 'customresourcedefinitions',
  shortNames: ['crd', 'crds'],
  categories: ['api-extensions'],
  namespaced: false,
  statusSubresource: true,
  hasGeneration: true,
})

/** The kinds that are served without a CustomResourceDefinition. */
export const builtInKinds: readonly ResourceKind[] = [
  namespaceKind,
  describe({ kind: 'ConfigMap', plural: 'configmaps', shortNames: ['cm'] }),
  describe({ kind: 'Secret', plural: 'secrets' }),
  describe({
    kind: 'Service',
    plural: 'services',
    shortNames: ['svc'],
    categories: ['all'],
    statusSubresource: true,
  }),
  describe({ kind: 'ServiceAccount', plural: 'serviceaccounts', shortNames: ['sa'] }),
  describe({
    group: 'apps',
    kind: 'Deployment',
    plural: 'deployments',
    shortNames: ['deploy'],
    categories: ['all'],
    statusSubresource: true,
    hasGeneration: true,
  }),
  definitionKind,
]
