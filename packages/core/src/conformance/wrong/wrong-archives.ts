import type { Archive } from '../../contract/archive-store.ts'
import { AdapterError } from '../../errors/adapter-error.ts'
import { collect } from '../collect.ts'
import { leak, mislabel, rethrow } from './spoil-errors.ts'
import { unaware } from './unaware.ts'
import type { Wrongs } from './wrongs.ts'

/** Archives that each break one group of their suite. */
export const wrongArchives: Wrongs<Archive> = {
  identity: (right) => ({
    ...right,
    async load(call) {
      const loaded = await right.load(call)
      return loaded && { ...loaded, saves: 7 }
    },
  }),
  history: ({ history, ...right }) => ({
    ...right,
    history: history && {
      ...history,
      async *saves(call) {
        yield* (await collect(history.saves(call))).toReversed()
      },
    },
  }),
  'conditional write': (right) => ({
    ...right,
    async save(files, expected, message, call) {
      const outcome = await right.save(files, expected, message, call)
      if (outcome.kind === 'saved') return outcome
      return right.save(files, await right.token(call), message, call)
    },
  }),
  'unreadable is not absent': (right) => ({
    ...right,
    load: (call) =>
      right.load(call).catch((error: unknown) => {
        if (AdapterError.isInstance(error) && error.kind === 'invalid-response') return undefined
        throw error
      }),
  }),
  'unknown outcome': (right) => ({
    ...right,
    save: (files, expected, message, call) =>
      right.save(files, expected, message, call).catch(async (error: unknown) => {
        if ((await right.token(call)) === expected) throw error
        return { kind: 'lost-race' }
      }),
  }),
  abort: (right) => ({
    ...right,
    save: (files, expected, message, call) => right.save(files, expected, message, unaware(call)),
  }),
  'error mapping': (right) => ({ ...right, token: (call) => rethrow(() => right.token(call), mislabel) }),
  'no secret in errors': (right) => ({ ...right, load: (call) => rethrow(() => right.load(call), leak) }),
}
