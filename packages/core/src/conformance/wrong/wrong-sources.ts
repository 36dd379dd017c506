import type { Source } from '../../contract/source.ts'
import { mapStream } from './map-stream.ts'
import { leak, mislabel } from './spoil-errors.ts'
import { unaware } from './unaware.ts'
import type { Wrongs } from './wrongs.ts'

/** Sources that each break one group of their suite. */
export const wrongSources: Wrongs<Source> = {
  identity: (right) => ({
    ...right,
    list: (query, call) =>
      mapStream(right.list(query, call), (item) =>
        item.kind === 'unit' ? [{ ...item, head: { ...item.head, digest: call.sha256('') } }] : [item],
      ),
  }),
  completeness: (right) => ({
    ...right,
    list: (query, call) =>
      mapStream(right.list(query, call), (item) => (item.kind === 'complete' ? [] : [item])),
  }),
  'unreadable is not absent': (right) => ({
    ...right,
    read: (refs, call) =>
      mapStream(right.read(refs, call), (item) =>
        item.kind === 'unreadable' ? [{ kind: 'absent', ref: item.ref }] : [item],
      ),
  }),
  abort: (right) => ({ ...right, list: (query, call) => right.list(query, unaware(call)) }),
  'error mapping': (right) => ({
    ...right,
    read: (refs, call) => mapStream(right.read(refs, call), (item) => [item], mislabel),
  }),
  'no secret in errors': (right) => ({
    ...right,
    list: (query, call) => mapStream(right.list(query, call), (item) => [item], leak),
  }),
}
