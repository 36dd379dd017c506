import type { History, Revision } from '../../contract/history.ts'
import { blameStore } from './blame-store.ts'
import { endWell } from './end-well.ts'
import { keepCursor } from './keep-cursor.ts'
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
  'empty configuration': (right) => ({
    ...right,
    // A unit that never was has a beginning too.
    async *revisions(ref, call) {
      let count = 0
      for await (const revision of right.revisions(ref, call)) {
        count += 1
        yield revision
      }
      if (count === 0)
        yield { revision: '0', author: { kind: 'unknown' }, description: '', digest: call.sha256('') }
    },
  }),
  'unicode and odd names': (right) => ({
    ...right,
    contentAt: async (...asked) => (await right.contentAt(...asked)).normalize('NFC'),
  }),
  resume: (right) => {
    const resume = keepCursor<Revision>(() => false)
    return { ...right, revisions: (ref, call) => resume(right.revisions(ref, call)) }
  },
  'connection cut': (right) => ({
    ...right,
    revisions: (ref, call) => endWell(right.revisions(ref, call), []),
  }),
  'time limits': (right) => ({
    ...right,
    contentAt: (ref, revision, call) => rethrow(() => right.contentAt(ref, revision, call), blameStore(call)),
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
