import type { ResourceSource } from '../../contract/resource-source.ts'
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
        if (item.kind !== 'object') return [item]
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
