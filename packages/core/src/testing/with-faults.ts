import type { Call } from '../contract/call.ts'
import type { Endpoint } from '../contract/endpoint.ts'
import type { ResourceResult } from '../contract/resource-source.ts'
import type { Sink, UnitWrite, WriteOutcome } from '../contract/sink.ts'
import type { Listed, ReadResult } from '../contract/source.ts'
import { intercept } from '../decorators/intercept.ts'
import type { EndpointRequest, Interceptor } from '../decorators/interceptor.ts'
import { AdapterError, type AdapterErrorKind } from '../errors/adapter-error.ts'
import { abortedError } from './check-aborted.ts'
import type { Fault, FaultPlan } from './fault-plan.ts'
import { SimulatedCrash } from './simulated-crash.ts'

/**
 * An endpoint with the same abilities, whose requests fail as the plan says: reads and saves throw an
 * `AdapterError`, writes of units have the outcome that an honest adapter would give them, and a crash is a
 * `SimulatedCrash`.
 */
export function withFaults(endpoint: Endpoint, plan: FaultPlan): Endpoint {
  const { name, source, resources, sink } = endpoint
  const interceptor: Interceptor = {
    async ask(request, run) {
      const fault = await begin(request, plan)
      const answer = await run()
      end(fault, request)
      return answer
    },
    stream: (request, items) => spoil(request, items, plan, (item) => item),
  }
  const spoilAll =
    <Item>(change: ChangeItem<Item>): SpoilStream<Item> =>
    (method, call, items) =>
      spoil({ endpoint: name, method, isWrite: false, call }, items, plan, change)
  const unitStream = spoilAll<Listed>(changeUnit(name))
  const readStream = spoilAll<ReadResult>(changeUnit(name))
  const resourceStream = spoilAll<ResourceResult>(changeResource(name))
  const intercepted = intercept(endpoint, interceptor)
  return {
    ...intercepted,
    source: source && {
      list: (query, call) => unitStream('source.list', call, () => source.list(query, call)),
      read: (refs, call) => readStream('source.read', call, () => source.read(refs, call)),
    },
    resources: resources && {
      ...intercepted.resources,
      place: resources.place,
      resources: (query, call) =>
        resourceStream('resources.resources', call, () => resources.resources(query, call)),
    },
    sink: sink && { write: (writes, call) => writeEach(sink, writes, call, name, plan) },
  }
}

type ChangeItem<Item> = (item: Item, fault: Fault | undefined) => Item | undefined
type SpoilStream<Item> = (method: string, call: Call, items: () => AsyncIterable<Item>) => AsyncIterable<Item>

async function* spoil<Item>(
  request: EndpointRequest,
  items: () => AsyncIterable<Item>,
  plan: FaultPlan,
  change: ChangeItem<Item>,
): AsyncIterable<Item> {
  const fault = await begin(request, plan)
  for await (const item of items()) {
    const changed = change(item, fault)
    if (changed === undefined) continue
    if (isComplete(changed)) end(fault, request)
    if (!isComplete(changed) || fault?.kind !== 'cut') yield changed
  }
  end(fault, request)
}

async function begin(
  { endpoint, method, call }: EndpointRequest,
  plan: FaultPlan,
): Promise<Fault | undefined> {
  const fault = plan.next(endpoint, method)
  if (fault?.kind === 'crash-before') throw new SimulatedCrash(endpoint, method)
  if (fault?.kind === 'before') throw injected(endpoint, fault.error)
  if (fault?.kind === 'stall') {
    await untilAborted(call)
    throw abortedError(endpoint)
  }
  return fault
}

function end(fault: Fault | undefined, { endpoint, method }: EndpointRequest): void {
  if (fault?.kind === 'crash-after') throw new SimulatedCrash(endpoint, method)
  if (fault?.kind === 'after') throw injected(endpoint)
}

async function untilAborted({ signal }: Call): Promise<void> {
  if (signal.aborted) return
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
}

// A write that may or may not have been sent is unknown, whichever it was; a refusal is known.
async function* writeEach(
  sink: Sink,
  writes: readonly UnitWrite[],
  call: Call,
  endpoint: string,
  plan: FaultPlan,
): AsyncIterable<WriteOutcome> {
  for (const write of writes) {
    const fault = plan.next(endpoint, 'sink.write')
    if (fault?.kind === 'crash-before') throw new SimulatedCrash(endpoint, 'sink.write')
    if (fault?.kind === 'stall') {
      await untilAborted(call)
      yield { kind: 'unknown', key: write.key, error: abortedError(endpoint) }
      continue
    }
    if (fault?.kind === 'before') {
      const error = injected(endpoint, fault.error)
      yield { kind: outcomeOf(error.kind), key: write.key, error }
      continue
    }
    for await (const outcome of sink.write([write], call)) {
      if (fault?.kind === 'crash-after') throw new SimulatedCrash(endpoint, 'sink.write')
      yield fault?.kind === 'after' ? { kind: 'unknown', key: write.key, error: injected(endpoint) } : outcome
    }
  }
}

function outcomeOf(kind: AdapterErrorKind): WriteOutcome['kind'] {
  if (kind === 'unavailable' || kind === 'invalid-response') return 'unknown'
  if (kind === 'aborted') return 'not-tried'
  return kind === 'lost-race' ? 'lost-race' : 'refused'
}

function changeUnit(endpoint: string) {
  return <Item extends Listed | ReadResult>(item: Item, fault: Fault | undefined): Item | Unreadable => {
    if (fault?.kind !== 'unreadable' || item.kind !== 'unit' || item.head.ref.unit !== fault.name) return item
    return { kind: 'unreadable', ref: item.head.ref, error: injected(endpoint) }
  }
}

type Unreadable = Extract<Listed, { readonly kind: 'unreadable' }>

function changeResource(endpoint: string) {
  return (item: ResourceResult, fault: Fault | undefined): ResourceResult | undefined => {
    if (fault?.kind !== 'unreadable') return item
    if (item.kind === 'object') return item.identity.kind === fault.name ? undefined : item
    if (item.kind !== 'complete' || item.resource.kind !== fault.name) return item
    return { kind: 'unknown', resource: item.resource, error: injected(endpoint) }
  }
}

function isComplete(item: unknown): boolean {
  return typeof item === 'object' && item !== null && 'kind' in item && item.kind === 'complete'
}

function injected(endpoint: string, kind: AdapterErrorKind = 'unavailable'): AdapterError {
  return new AdapterError({ kind, endpoint, message: 'a fault was injected', next: 'run again' })
}
