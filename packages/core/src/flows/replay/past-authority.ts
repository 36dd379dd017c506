import type { Call } from '../../contract/call.ts'
import type { Endpoint } from '../../contract/endpoint.ts'
import type { Revision } from '../../contract/history.ts'
import type { UnitHead } from '../../contract/source.ts'
import type { RevisionToken, UnitRef } from '../../contract/unit-ref.ts'
import { AdapterError } from '../../errors/adapter-error.ts'
import { tagAnnotation } from '../../plan/unit-facts.ts'
import { readHeads } from '../../read/read-heads.ts'
import { requireMember } from '../flow-endpoints.ts'

// The archive's times and the authority's come from two clocks.
const clockSkewMs = 10 * 60_000

/** A unit that cannot be shown as it was. */
export interface LostUnit {
  readonly unit: string
  readonly why: string
}

/** The authority as it was at one moment: an endpoint that can be read, and the units that are not in it. */
export interface PastAuthority {
  readonly endpoint: Endpoint
  readonly lost: readonly LostUnit[]
}

/** Shows the authority with each unit at the revision that it had; each revision is read once. */
export type LookBack = (revisions: ReadonlyMap<string, RevisionToken>, at: string) => Promise<PastAuthority>

interface PastUnit {
  readonly head: UnitHead
  readonly text: string
  /** Newest first, from the past head on. */
  readonly revisions: readonly Revision[]
}

/** Reads which units the authority has a record of today, whose histories then are looked into as far as asked. */
export async function createLookBack(confighub: Endpoint, call: Call): Promise<LookBack> {
  const history = requireMember(confighub, 'history')
  const heads = await readHeads(requireMember(confighub, 'source'), confighub.name, call)
  const lists = new Map<string, Promise<readonly Revision[]>>()
  const texts = new Map<string, Promise<string>>()

  const listOf = (ref: UnitRef) => remember(lists, ref.unit, () => collect(history.revisions(ref, call)))
  const textOf = (ref: UnitRef, revision: RevisionToken) =>
    remember(texts, `${revision} ${ref.unit}`, () => history.contentAt(ref, revision, call))

  const find = async (unit: string, token: RevisionToken, at: string): Promise<PastUnit | string> => {
    const ref = heads.get(unit)?.ref
    if (ref === undefined) return 'there is no record of it any more'
    const list = await listOf(ref)
    const place = list.findIndex(({ revision }) => revision === token)
    const [revision, ...earlier] = place < 0 ? [] : list.slice(place)
    if (revision === undefined) return `its history does not hold revision ${token} any more`
    if (revision.at !== undefined && Date.parse(revision.at) > Date.parse(at) + clockSkewMs)
      return `its revision ${token} is younger than the run: the unit was made anew`
    const text = await textOf(ref, token)
    const revisions = [revision, ...earlier]
    const annotations = tagOf(revisions)
    return {
      head: { ref, revision: token, digest: call.sha256(text), labels: {}, annotations },
      text,
      revisions,
    }
  }

  return async (revisions, at) => {
    const found = new Map<string, PastUnit>()
    const lost: LostUnit[] = []
    for (const [unit, revision] of revisions) {
      const past = await find(unit, revision, at).catch(lostOrThrow)
      if (typeof past === 'string') lost.push({ unit, why: past })
      else found.set(unit, past)
    }
    return { endpoint: showPast(confighub, found, textOf), lost }
  }
}

function showPast(
  { name, capabilities }: Endpoint,
  units: ReadonlyMap<string, PastUnit>,
  textOf: (ref: UnitRef, revision: RevisionToken) => Promise<string>,
): Endpoint {
  return {
    specVersion: 1,
    name,
    capabilities,
    source: {
      async *list(query) {
        for (const [unit, { head }] of units)
          if (query.units?.includes(unit) !== false) yield { kind: 'unit', head }
        yield { kind: 'complete' }
      },
      async *read(refs) {
        for (const ref of refs) {
          const past = units.get(ref.unit)
          yield past === undefined
            ? { kind: 'absent', ref }
            : { kind: 'unit', head: past.head, text: past.text }
        }
      },
    },
    history: {
      async *revisions(ref) {
        yield* units.get(ref.unit)?.revisions ?? []
      },
      contentAt: textOf,
    },
    close: async () => {},
  }
}

// Annotations have no history, but the words of a capture say under which tag it was made.
function tagOf(revisions: readonly Revision[]): Readonly<Record<string, string>> {
  const newest = revisions.find(({ author }) => author.kind === 'capture')
  const [, tag] = /^(.+?)(?: \([^)]*\))?: Captured live state at /.exec(newest?.description ?? '') ?? []
  return tag === undefined ? {} : { [tagAnnotation]: tag }
}

function lostOrThrow(error: unknown): string {
  if (AdapterError.isInstance(error) && error.kind === 'not-found') return error.message
  throw error
}

async function collect<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const list: Item[] = []
  for await (const item of items) list.push(item)
  return list
}

function remember<Value>(
  known: Map<string, Promise<Value>>,
  key: string,
  ask: () => Promise<Value>,
): Promise<Value> {
  const value = known.get(key) ?? ask()
  known.set(key, value)
  return value
}
