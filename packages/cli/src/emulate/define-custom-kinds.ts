import type { JsonObject } from '@tideway/adapter-kubernetes/testing'
import type { ParsedResource } from '@tideway/core'

// The groups that a cluster serves without a definition.
const builtIn = new Set(['', 'apps', 'apiextensions.k8s.io'])

/** The definitions of all custom kinds among resources, each once; they allow any fields. */
export async function defineCustomKinds(
  resources: readonly ParsedResource[],
): Promise<readonly JsonObject[]> {
  const { customResourceDefinition } = await import('@tideway/adapter-kubernetes/testing')
  const kinds = new Map(resources.map((resource) => [kindName(resource), resource]))
  return [...kinds.values()]
    .filter(({ identity }) => !builtIn.has(identity.group))
    .map(({ identity, value }) =>
      customResourceDefinition({
        group: identity.group,
        kind: identity.kind,
        versions: [String(value['apiVersion']).split('/').at(-1) ?? 'v1'],
        scope: identity.namespace === '' ? 'Cluster' : 'Namespaced',
      }),
    )
}

function kindName({ identity }: ParsedResource): string {
  return `${identity.kind}.${identity.group}`
}
