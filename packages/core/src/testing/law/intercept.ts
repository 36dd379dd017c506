import type { Endpoint } from '../../contract/endpoint.ts'
import type { ProposalSink } from '../../contract/proposal-sink.ts'
import type { WriteOutcome } from '../../contract/sink.ts'

/** Thrown where a history says that the process dies. */
export class Crash extends Error {}

/** What happens at one request: nothing, the process dies before or after it, its answer is cut off, or another writer comes first. */
export interface Disturbance {
  readonly fault: 'none' | 'crash' | 'cut' | 'race'
  /** The request at which it happens, counted from 0 over all endpoints of a run. */
  readonly at: number
  /** What the other writer does. */
  readonly race: () => void
}

/** Makes a request, or does something else before, after or in place of it. */
export type MakeRequest = <Result>(run: () => Promise<Result>) => Promise<Result>

/** Wraps the endpoints of one run so that one of their requests is disturbed. */
export function disturb(disturbance: Disturbance): <T extends Endpoint>(endpoint: T) => Endpoint {
  let count = 0
  // Odd positions die after the request took effect, even ones before.
  const request = async <Result>(run: () => Promise<Result>): Promise<Result> => {
    const hit = count++ === disturbance.at
    if (!hit || disturbance.fault === 'none' || disturbance.fault === 'cut') return run()
    if (disturbance.fault === 'race') {
      disturbance.race()
      return run()
    }
    if (disturbance.at % 2 === 0) throw new Crash()
    await run()
    throw new Crash()
  }
  const isCut = () => disturbance.fault === 'cut' && count === disturbance.at
  return (endpoint) => interceptRequests(endpoint, request, isCut)
}

/** Wraps an endpoint so that each of its requests goes through a function; the answer to a write may be cut off. */
export function interceptRequests(
  endpoint: Endpoint,
  request: MakeRequest,
  isCut: () => boolean = () => false,
): Endpoint {
  const { source, sink, history, archive, proposals } = endpoint
  return {
    ...endpoint,
    ...(source && {
      source: {
        list: (query, call) => streamed(() => collect(source.list(query, call)), request),
        read: (refs, call) => streamed(() => collect(source.read(refs, call)), request),
      },
    }),
    ...(sink && {
      sink: {
        write: (writes, call) => {
          const cut = isCut()
          return streamed(async () => {
            const outcomes = await collect(sink.write(writes, call))
            return cut ? outcomes.map((item): WriteOutcome => ({ kind: 'unknown', key: item.key })) : outcomes
          }, request)
        },
      },
    }),
    ...(history && {
      history: {
        revisions: (ref, call) => streamed(() => collect(history.revisions(ref, call)), request),
        contentAt: (ref, revision, call) => request(() => history.contentAt(ref, revision, call)),
      },
    }),
    ...(archive && {
      archive: {
        load: (call) => request(() => archive.load(call)),
        token: (call) => request(() => archive.token(call)),
        save: (files, expected, message, call) => request(() => archive.save(files, expected, message, call)),
      },
    }),
    ...(proposals && { proposals: interceptProposals(proposals, request) }),
  }
}

function interceptProposals(proposals: ProposalSink, request: MakeRequest): ProposalSink {
  const { groups } = proposals
  return {
    reconcile: (wanted, call) => request(() => proposals.reconcile(wanted, call)),
    close: (reason, call) => request(() => proposals.close(reason, call)),
    find: (digest, call) => request(() => proposals.find(digest, call)),
    state: (id, call) => request(() => proposals.state(id, call)),
    current: (call) => request(() => proposals.current(call)),
    merged: (since, call) => request(() => proposals.merged(since, call)),
    stopAutoMerge: (id, call) => request(async () => proposals.stopAutoMerge?.(id, call)),
    groups: groups && {
      names: (call) => request(() => groups.names(call)),
      group: (name) => interceptProposals(groups.group(name), request),
    },
  }
}

async function* streamed<Item>(
  run: () => Promise<readonly Item[]>,
  request: MakeRequest,
): AsyncIterable<Item> {
  yield* await request(run)
}

async function collect<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const list: Item[] = []
  for await (const item of items) list.push(item)
  return list
}
