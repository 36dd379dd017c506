import type { JsonObject } from './json.ts'

/** A kind of custom resource, to define in an emulated cluster. */
export interface CustomResourceOptions {
  readonly group: string
  readonly kind: string
  /** Default: the kind in lower case with an s. */
  readonly plural?: string
  /** The first one is the storage version. */
  readonly versions: readonly [string, ...string[]]
  /** Default: `Namespaced`. */
  readonly scope?: 'Namespaced' | 'Cluster'
  /** Default: none. */
  readonly shortNames?: readonly string[]
  /** Default: true, there is a status subresource. */
  readonly status?: boolean
  /** Default: an object with any fields. It is published; of objects, only list and map types are read by it. */
  readonly schema?: JsonObject
}

/** A CustomResourceDefinition to seed an emulator with. */
export function customResourceDefinition(options: CustomResourceOptions): JsonObject {
  const { group, kind, versions, scope = 'Namespaced', shortNames = [], status = true } = options
  const plural = options.plural ?? `${kind.toLowerCase()}s`
  const schema = options.schema ?? { type: 'object', 'x-kubernetes-preserve-unknown-fields': true }
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope,
      names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List`, shortNames },
      versions: versions.map((name, index) => ({
        name,
        served: true,
        storage: index === 0,
        schema: { openAPIV3Schema: schema },
        ...(status ? { subresources: { status: {} } } : {}),
      })),
    },
  }
}
