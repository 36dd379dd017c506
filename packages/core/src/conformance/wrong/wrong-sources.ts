import type { Listed, Source } from '../../contract/source.ts'
import { blameStore } from './blame-store.ts'
import { endWell } from './end-well.ts'
import { keepCursor } from './keep-cursor.ts'
import { mapStream } from './map-stream.ts'
import { leak, mislabel, toError } from './spoil-errors.ts'
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
  paging: (right) => ({
    ...right,
    async *list(query, call) {
      let count = 0
      for await (const item of right.list(query, call)) {
        if (item.kind === 'complete' || ++count <= 100) yield item
      }
    },
  }),
  'large units': (right) => ({
    ...right,
    read: (refs, call) =>
      mapStream(right.read(refs, call), (item) =>
        item.kind === 'unit' ? [{ ...item, text: item.text.slice(0, 2 ** 16) }] : [item],
      ),
  }),
  'empty configuration': (right) => ({
    ...right,
    read: (refs, call) =>
      mapStream(right.read(refs, call), (item) =>
        item.kind === 'unit' && item.text === ''
          ? [{ kind: 'unreadable', ref: item.head.ref, error: toError('invalid-response') }]
          : [item],
      ),
  }),
  'unicode and odd names': (right) => ({
    ...right,
    read: (refs, call) =>
      mapStream(right.read(refs, call), (item) =>
        item.kind === 'unit' ? [{ ...item, text: item.text.normalize('NFC') }] : [item],
      ),
  }),
  // Walks two lists that it takes for sorted.
  ordering: (right) => ({
    ...right,
    async *read(refs, call) {
      let last = ''
      for (const ref of refs) {
        if (ref.unit < last) yield { kind: 'absent', ref }
        else yield* right.read([ref], call)
        last = ref.unit
      }
    },
  }),
  resume: (right) => {
    const resume = keepCursor<Listed>(({ kind }) => kind === 'complete')
    return { ...right, list: (query, call) => resume(right.list(query, call)) }
  },
  'connection cut': (right) => ({
    ...right,
    list: (query, call) => endWell(right.list(query, call), [{ kind: 'complete' }]),
  }),
  'time limits': (right) => ({
    ...right,
    read: (refs, call) => mapStream(right.read(refs, call), (item) => [item], blameStore(call)),
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
