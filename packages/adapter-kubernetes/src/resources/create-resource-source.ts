import type { ResourceSource } from '@tideway/core'
import { readSchemas } from '../schemas/read-schemas.ts'
import type { Cluster } from './cluster.ts'
import { planKinds } from './plan-kinds.ts'
import { predictObject } from './predict-object.ts'
import { readKind } from './read-kind.ts'

/** Creates the resources of a cluster: one kind after another, page by page, so that memory follows a page. */
export function createResourceSource(cluster: Cluster): ResourceSource {
  return {
    place: `namespace ${cluster.namespace} of context ${cluster.context}`,
    async *resources(query, call) {
      for (const request of planKinds(query, cluster.namespace)) yield* readKind(cluster, request, call)
    },
    predict: (object, call) => predictObject(cluster, object, call),
    schemas: (kinds, call) => readSchemas(cluster, kinds, call),
  }
}
