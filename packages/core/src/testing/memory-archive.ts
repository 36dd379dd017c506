import type { Archive, ArchiveSave, StoredArchive } from '../contract/archive-store.ts'
import { fullCapabilities } from '../contract/capabilities.ts'
import type { Endpoint } from '../contract/endpoint.ts'
import { AdapterError } from '../errors/adapter-error.ts'
import { checkAborted } from './check-aborted.ts'
import { checkWritable } from './check-writable.ts'

/** How a {@link MemoryArchive} is made. */
export interface MemoryArchiveOptions {
  /** Default: `archive:memory`. */
  readonly name?: string | undefined
}

/** An archive in memory: an endpoint, and beside it the mishaps that befall one. */
export interface MemoryArchive extends Endpoint {
  readonly archive: Archive
  /** The texts as they stand, read past the endpoint; undefined where there is no archive. */
  texts(): Readonly<Record<string, string>> | undefined
  /** The messages of all saves since the archive was last lost, oldest first. */
  messages(): readonly string[]
  /** Destroys the archive, its count of saves included. */
  lose(): void
  /** Puts back the texts and token of so many saves ago, at most the first; the count of saves stays. */
  rollBack(steps: number): void
}

/** Makes an archive in memory with compare-and-swap, which counts its saves. */
export function createMemoryArchive(options: MemoryArchiveOptions = {}): MemoryArchive {
  const name = options.name ?? 'archive:memory'
  const states: (ArchiveSave & { readonly files: StoredArchive['files'] })[] = []
  let messages: string[] = []
  let tokens = 0
  return {
    specVersion: 1,
    name,
    capabilities: fullCapabilities,
    archive: {
      async load(call) {
        checkAborted(call, name)
        const state = states.at(-1)
        if (state === undefined) return undefined
        return { token: state.token, files: state.files, saves: messages.length }
      },
      async token(call) {
        checkAborted(call, name)
        return states.at(-1)?.token
      },
      async save(files, expected, message, call) {
        checkWritable(call, name)
        if (states.at(-1)?.token !== expected) return { kind: 'lost-race' }
        tokens += 1
        messages.push(message)
        const token = `save-${tokens}`
        states.push({ token, message, at: new Date(call.now()).toISOString(), files: { ...files } })
        return { kind: 'saved', token, saves: messages.length }
      },
      history: {
        async *saves(call) {
          checkAborted(call, name)
          yield* states.map(({ token, message, at }) => ({ token, message, at })).toReversed()
        },
        async filesAt(token, call) {
          checkAborted(call, name)
          const state = states.find((one) => one.token === token)
          if (state !== undefined) return state.files
          throw new AdapterError({
            kind: 'not-found',
            endpoint: name,
            message: `there is no save ${token}`,
            next: 'name one that is listed',
          })
        },
      },
    },
    close: async () => {},
    texts: () => states.at(-1)?.files,
    messages: () => [...messages],
    lose() {
      states.length = 0
      messages = []
    },
    rollBack(steps) {
      states.splice(Math.max(1, states.length - steps))
    },
  }
}
