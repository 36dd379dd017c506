import type { JsonObject, KubernetesEmulator } from '@tideway/adapter-kubernetes/testing'
import { getField, type ParsedResource } from '@tideway/core'
import { defineCustomKinds } from './define-custom-kinds.ts'

/** Defines in the cluster every custom kind that it does not know yet. */
export async function installKinds(
  cluster: KubernetesEmulator,
  resources: readonly ParsedResource[],
): Promise<void> {
  const known = new Set(cluster.objects().map(nameOf))
  cluster.create((await defineCustomKinds(resources)).filter((definition) => !known.has(nameOf(definition))))
}

const nameOf = (object: JsonObject) => getField(object, ['metadata', 'name'])
