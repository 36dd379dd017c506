import type { Archive, StoredArchive } from '../../contract/archive-store.ts'
import { AdapterError } from '../../errors/adapter-error.ts'
import { collect } from '../collect.ts'
import { blameStore } from './blame-store.ts'
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
      if (outcome.kind === 'saved' || expected !== undefined) return outcome
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
        if (expected !== undefined || (await right.token(call)) === undefined) throw error
        return { kind: 'lost-race' }
      }),
  }),
  // Looks again and saves, which is no compare-and-swap, as soon as somebody else saves too.
  'concurrent writers': (right) => {
    let underWay = 0
    return {
      ...right,
      async save(files, expected, message, call) {
        const isAlone = underWay === 0
        underWay += 1
        try {
          const outcome = await right.save(files, expected, message, call)
          if (isAlone || outcome.kind === 'saved') return outcome
          return await right.save(files, await right.token(call), message, call)
        } finally {
          underWay -= 1
        }
      },
    }
  },
  'large units': (right) => ({
    ...right,
    load: async (call) => changeTexts(await right.load(call), (text) => text.slice(0, 2 ** 16)),
  }),
  'empty configuration': (right) => ({
    ...right,
    async load(call) {
      const loaded = await right.load(call)
      if (loaded === undefined) return undefined
      const files = Object.entries(loaded.files).filter(([, text]) => text !== '')
      return { ...loaded, files: Object.fromEntries(files) }
    },
  }),
  'unicode and odd names': (right) => ({
    ...right,
    load: async (call) => changeTexts(await right.load(call), (text) => text.normalize('NFC')),
  }),
  'read-only run': (right) => ({
    ...right,
    save: (files, expected, message, call) =>
      right.save(files, expected, message, { ...call, readOnly: false }),
  }),
  'connection cut': (right) => ({
    ...right,
    save: (files, expected, message, call) =>
      right.save(files, expected, message, call).catch((error: unknown) => {
        const isCut = AdapterError.isInstance(error) && error.kind === 'unavailable'
        if (!isCut || expected === undefined) throw error
        return { kind: 'lost-race' }
      }),
  }),
  'time limits': (right) => ({
    ...right,
    token: (call) => rethrow(() => right.token(call), blameStore(call)),
  }),
  abort: (right) => ({
    ...right,
    save: (files, expected, message, call) => right.save(files, expected, message, unaware(call)),
  }),
  'error mapping': (right) => ({ ...right, token: (call) => rethrow(() => right.token(call), mislabel) }),
  'no secret in errors': (right) => ({ ...right, load: (call) => rethrow(() => right.load(call), leak) }),
}

function changeTexts(
  loaded: StoredArchive | undefined,
  change: (text: string) => string,
): StoredArchive | undefined {
  if (loaded === undefined) return undefined
  const files = Object.entries(loaded.files).map(([name, text]) => [name, change(text)])
  return { ...loaded, files: Object.fromEntries(files) }
}
