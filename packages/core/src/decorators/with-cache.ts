import type { Call } from '../contract/call.ts'
import type { Endpoint } from '../contract/endpoint.ts'
import type { Source, UnitHead } from '../contract/source.ts'
import type { UnitRef } from '../contract/unit-ref.ts'
import { createTextCache } from './create-text-cache.ts'

/** How much {@link withCache} keeps. */
export interface CacheOptions {
  /** The texts kept, in UTF-16 code units over all of them; the longest unused go first. Default: 64 Mi. */
  readonly maxLength?: number | undefined
}

/**
 * An endpoint that reads a text once per digest. `source.read` lists the heads first and reads only texts whose digest
 * it does not have; `history.contentAt` answers from the cache where `revisions` of this endpoint told the digest. So
 * what is answered is what the store says that it holds now. It pays where a listing is cheaper than the texts, and
 * more so where the endpoint is kept over several runs.
 */
export function withCache(endpoint: Endpoint, options: CacheOptions = {}): Endpoint {
  const { source, history } = endpoint
  const texts = createTextCache(options.maxLength ?? 64 * 2 ** 20)
  const digests = new Map<string, Map<string, string>>()
  return {
    ...endpoint,
    source: source && {
      list: (query, call) => source.list(query, call),
      async *read(refs, call) {
        const heads = await listHeads(source, refs, call)
        const missing: UnitRef[] = []
        for (const ref of refs) {
          const head = heads.get(ref.unit)
          const text = head && texts.get(head.digest)
          if (head === undefined || text === undefined) missing.push(ref)
          else yield { kind: 'unit', head, text }
        }
        for await (const result of source.read(missing, call)) {
          if (result.kind === 'unit') texts.set(result.head.digest, result.text)
          yield result
        }
      },
    },
    history: history && {
      async *revisions(ref, call) {
        const told = new Map<string, string>()
        digests.set(ref.unit, told)
        for await (const revision of history.revisions(ref, call)) {
          told.set(revision.revision, revision.digest)
          yield revision
        }
      },
      async contentAt(ref, revision, call) {
        const digest = digests.get(ref.unit)?.get(revision)
        const kept = digest === undefined || call.signal.aborted ? undefined : texts.get(digest)
        if (kept !== undefined) return kept
        const text = await history.contentAt(ref, revision, call)
        if (digest !== undefined) texts.set(digest, text)
        return text
      },
    },
  }
}

// A listing that does not come to its end only means that more is read than had to be.
async function listHeads(
  source: Source,
  refs: readonly UnitRef[],
  call: Call,
): Promise<ReadonlyMap<string, UnitHead>> {
  const heads = new Map<string, UnitHead>()
  if (refs.length === 0) return heads
  for await (const item of source.list({ units: refs.map(({ unit }) => unit) }, call)) {
    if (item.kind === 'unit') heads.set(item.head.ref.unit, item.head)
  }
  return heads
}
