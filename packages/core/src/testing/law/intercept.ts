import type { Endpoint } from '../../contract/endpoint.ts'
import type { Sink, WriteOutcome } from '../../contract/sink.ts'
import { intercept } from '../../decorators/intercept.ts'

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
  return (endpoint) => {
    const disturbed = interceptRequests(endpoint, request)
    return { ...disturbed, ...(disturbed.sink && { sink: cutOff(disturbed.sink, isCut) }) }
  }
}

/** Wraps an endpoint so that each of its requests goes through a function. */
export function interceptRequests(endpoint: Endpoint, request: MakeRequest): Endpoint {
  return intercept(endpoint, {
    ask: ({ method }, run) => (isLocal(method) ? run() : request(run)),
    stream: ({ method }, items) => (isLocal(method) ? items() : streamed(items, request)),
  })
}

// What is at hand without a request: the commits and files of a clone.
function isLocal(method: string): boolean {
  return method.startsWith('commits.') || method.startsWith('editor.')
}

function cutOff(sink: Sink, isCut: () => boolean): Sink {
  return {
    write: (writes, call) => {
      const outcomes = sink.write(writes, call)
      return isCut() ? forget(outcomes) : outcomes
    },
  }
}

async function* forget(outcomes: AsyncIterable<WriteOutcome>): AsyncIterable<WriteOutcome> {
  for await (const { key } of outcomes) yield { kind: 'unknown', key }
}

async function* streamed<Item>(items: () => AsyncIterable<Item>, request: MakeRequest): AsyncIterable<Item> {
  yield* await request(async () => {
    const list: Item[] = []
    for await (const item of items()) list.push(item)
    return list
  })
}
