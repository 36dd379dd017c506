import type { History } from '../../contract/history.ts'
import { mapStream } from './map-stream.ts'
import { leak, mislabel, rethrow } from './spoil-errors.ts'
import { unaware } from './unaware.ts'
import type { Wrongs } from './wrongs.ts'

/** Histories that each break one group of their suite. */
export const wrongHistories: Wrongs<History> = {
  identity: (right) => ({
    ...right,
    revisions: (ref, call) =>
      mapStream(right.revisions(ref, call), (item) => [{ ...item, digest: call.sha256('') }]),
  }),
  authors: (right) => ({
    ...right,
    revisions: (ref, call) =>
      mapStream(right.revisions(ref, call), (item) => [{ ...item, author: { kind: 'person' } }]),
  }),
  completeness: (right) => ({
    ...right,
    async *revisions(ref, call) {
      let count = 0
      for await (const item of right.revisions(ref, call)) if (++count <= 100) yield item
    },
  }),
  'unreadable is not absent': (right) => ({
    ...right,
    contentAt: async (ref, revision, call) =>
      revision === '999999' ? '' : right.contentAt(ref, revision, call),
  }),
  abort: (right) => ({
    ...right,
    contentAt: (ref, revision, call) => right.contentAt(ref, revision, unaware(call)),
  }),
  'error mapping': (right) => ({
    ...right,
    contentAt: (ref, revision, call) =>
      revision === '1'
        ? rethrow(() => right.contentAt(ref, revision, call), mislabel)
        : right.contentAt(ref, revision, call),
  }),
  'no secret in errors': (right) => ({
    ...right,
    revisions: (ref, call) => mapStream(right.revisions(ref, call), (item) => [item], leak),
  }),
}
