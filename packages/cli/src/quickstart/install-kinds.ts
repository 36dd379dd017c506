import type { KubernetesEmulator } from '@tideway/adapter-kubernetes/testing'
import { type ParsedResource, parseUnit } from '@tideway/core'

// The kinds that the cluster knows without a definition.
const builtIn = new Set(['', 'apps', 'apiextensions.k8s.io'])

/** Defines in the cluster every custom kind that the units hold and that it does not know yet. */
export async function installKinds(cluster: KubernetesEmulator, texts: readonly string[]): Promise<void> {
  const { customResourceDefinition } = await import('@tideway/adapter-kubernetes/testing')
  const known = new Set(cluster.objects().map((object) => JSON.stringify(object['metadata'])))
  const kinds = new Map(texts.flatMap(readResources).map((resource) => [kindName(resource), resource]))
  const definitions = [...kinds.values()]
    .filter(({ identity }) => !builtIn.has(identity.group))
    .map(({ identity, value }) =>
      customResourceDefinition({
        group: identity.group,
        kind: identity.kind,
        versions: [String(value['apiVersion']).split('/').at(-1) ?? 'v1'],
        scope: identity.namespace === '' ? 'Cluster' : 'Namespaced',
      }),
    )
  const isKnown = (definition: (typeof definitions)[number]) => {
    const metadata = definition['metadata']
    const name =
      typeof metadata === 'object' && metadata !== null && 'name' in metadata ? metadata['name'] : ''
    return [...known].some((text) => text.includes(`"name":"${String(name)}"`))
  }
  cluster.create(definitions.filter((definition) => !isKnown(definition)))
}

function readResources(text: string): readonly ParsedResource[] {
  const parsed = parseUnit(text)
  return parsed.kind === 'parsed' ? parsed.resources : []
}

function kindName({ identity }: ParsedResource): string {
  return `${identity.kind}.${identity.group}`
}
