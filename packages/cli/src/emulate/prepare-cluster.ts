import type { JsonObject, KubernetesEmulator } from '@tideway/adapter-kubernetes/testing'
import { getField, type ParsedResource } from '@tideway/core'
import { defineCustomKinds } from './define-custom-kinds.ts'

/**
 * Defines every custom kind of resources, and makes every namespace of theirs, that an emulated cluster lacks;
 * `namespace` is that of resources which name none.
 */
export async function prepareCluster(
  cluster: KubernetesEmulator,
  resources: readonly ParsedResource[],
  namespace = 'default',
): Promise<void> {
  const names = resources.map(({ identity }) => identity.namespace || namespace)
  const namespaces = [...new Set(names)].map((name) => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name },
  }))
  const known = new Set(cluster.objects().map(keyOf))
  const wanted = [...namespaces, ...(await defineCustomKinds(resources))]
  cluster.create(wanted.filter((object) => !known.has(keyOf(object))))
}

const keyOf = (object: JsonObject) =>
  `${String(object['kind'])} ${String(getField(object, ['metadata', 'name']))}`
