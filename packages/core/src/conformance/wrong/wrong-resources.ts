import type { ResourceResult, ResourceSource } from '../../contract/resource-source.ts'
import { blameStore } from './blame-store.ts'
import { endWell } from './end-well.ts'
import { keepCursor } from './keep-cursor.ts'
import { mapStream } from './map-stream.ts'
import { leak, mislabel } from './spoil-errors.ts'
import { unaware } from './unaware.ts'
import type { Wrongs } from './wrongs.ts'

/** Resource sources that each break one group of their suite. */
export const wrongResources: Wrongs<ResourceSource> = {
  identity: (right) => ({
    ...right,
    resources: (query, call) =>
      mapStream(right.resources(query, call), (item) => {
        if (item.kind !== 'object' || item.identity.name !== 'web') return [item]
        const { data: _, ...object } = item.object
        return [{ ...item, object }]
      }),
  }),
  selection: (right) => ({
    ...right,
    resources: (query, call) => right.resources({ ...query, labelSelector: undefined }, call),
  }),
  completeness: (right) => ({
    ...right,
    resources: (query, call) =>
      mapStream(right.resources(query, call), (item) =>
        item.kind === 'complete' && item.resource.kind === 'Secret' ? [] : [item],
      ),
  }),
  'unreadable is not absent': (right) => ({
    ...right,
    resources: (query, call) =>
      mapStream(right.resources(query, call), (item) =>
        item.kind === 'unknown' ? [{ kind: 'complete', resource: item.resource }] : [item],
      ),
  }),
  // Leaves out what it does not know.
  prediction: (right) => ({
    ...right,
    async predict(object, call) {
      const prediction = await right.predict?.(object, call)
      if (prediction?.kind !== 'predicted') return prediction ?? { kind: 'predicted', object }
      const { data: _, ...rest } = prediction.object
      return { ...prediction, object: rest }
    },
  }),
  paging: (right) => ({
    ...right,
    async *resources(query, call) {
      let count = 0
      for await (const item of right.resources(query, call)) {
        if (item.kind !== 'object' || ++count <= 100) yield item
      }
    },
  }),
  'large units': (right) => ({
    ...right,
    resources: (query, call) =>
      mapStream(right.resources(query, call), (item) =>
        item.kind === 'object' && JSON.stringify(item.object).length > 2 ** 16 ? [] : [item],
      ),
  }),
  'unicode and odd names': (right) => ({
    ...right,
    resources: (query, call) =>
      mapStream(right.resources(query, call), (item) => {
        if (item.kind !== 'object' || item.identity.name !== 'a.b.c-0') return [item]
        return [{ ...item, object: { ...item.object, data: {} } }]
      }),
  }),
  resume: (right) => {
    const resume = keepCursor<ResourceResult>(({ kind }) => kind === 'complete')
    return { ...right, resources: (query, call) => resume(right.resources(query, call)) }
  },
  'connection cut': (right) => ({
    ...right,
    resources: (query, call) =>
      endWell(
        right.resources(query, call),
        query.kinds.map((resource) => ({ kind: 'complete', resource })),
      ),
  }),
  'time limits': (right) => ({
    ...right,
    resources: (query, call) => mapStream(right.resources(query, call), (item) => [item], blameStore(call)),
  }),
  abort: (right) => ({ ...right, resources: (query, call) => right.resources(query, unaware(call)) }),
  'error mapping': (right) => ({
    ...right,
    resources: (query, call) => mapStream(right.resources(query, call), (item) => [item], mislabel),
  }),
  'no secret in errors': (right) => ({
    ...right,
    resources: (query, call) => mapStream(right.resources(query, call), (item) => [item], leak),
  }),
}
