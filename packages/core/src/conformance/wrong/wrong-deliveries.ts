import type { Delivery } from '../../contract/delivery.ts'
import { blameStore } from './blame-store.ts'
import { endWell } from './end-well.ts'
import { mapStream } from './map-stream.ts'
import { leak, mislabel } from './spoil-errors.ts'
import { unaware } from './unaware.ts'
import type { Wrongs } from './wrongs.ts'

/** Deliveries that each break one group of their suite. */
export const wrongDeliveries: Wrongs<Delivery> = {
  progress: (right) => ({
    look: (queries, call) =>
      mapStream(right.look(queries, call), (item) => [
        item.kind === 'pending' ? { ...item, kind: 'live' } : item,
      ]),
  }),
  failure: (right) => ({
    look: (queries, call) =>
      mapStream(right.look(queries, call), (item) => [
        item.kind === 'failed' ? { ...item, kind: 'pending' } : item,
      ]),
  }),
  completeness: (right) => ({
    look: (queries, call) => right.look(queries.slice(0, 100), call),
  }),
  'empty configuration': (right) => ({
    look: (queries, call) =>
      mapStream(right.look(queries, call), (item) =>
        item.kind === 'failed' && item.unit === 'nothing' ? [{ ...item, kind: 'live' }] : [item],
      ),
  }),
  'connection cut': (right) => ({ look: (queries, call) => endWell(right.look(queries, call), []) }),
  'time limits': (right) => ({
    look: (queries, call) => mapStream(right.look(queries, call), (item) => [item], blameStore(call)),
  }),
  abort: (right) => ({ look: (queries, call) => right.look(queries, unaware(call)) }),
  'error mapping': (right) => ({
    look: (queries, call) => mapStream(right.look(queries, call), (item) => [item], mislabel),
  }),
  'no secret in errors': (right) => ({
    look: (queries, call) => mapStream(right.look(queries, call), (item) => [item], leak),
  }),
}
