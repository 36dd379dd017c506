import type { Delivery } from '../../contract/delivery.ts'
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
  abort: (right) => ({ look: (queries, call) => right.look(queries, unaware(call)) }),
  'error mapping': (right) => ({
    look: (queries, call) => mapStream(right.look(queries, call), (item) => [item], mislabel),
  }),
  'no secret in errors': (right) => ({
    look: (queries, call) => mapStream(right.look(queries, call), (item) => [item], leak),
  }),
}
