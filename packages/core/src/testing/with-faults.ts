import type { Call } from '../contract/call.ts'
import type { Endpoint } from '../contract/endpoint.ts'
import type { ResourceResult } from '../contract/resource-source.ts'
import type { Sink, UnitWrite, WriteOutcome } from '../contract/sink.ts'
import type { Listed, ReadResult } from '../contract/source.ts'
import { AdapterError, type AdapterErrorKind } from '../errors/adapter-error.ts'
import type { Fault, FaultPlan } from './fault-plan.ts'
import { SimulatedCrash } from './simulated-crash.ts'

/**
 * An endpoint with the same abilities, whose requests fail as the plan says: reads and saves throw an
 * `AdapterError`, writes of units have the outcome that an honest adapter would give them, and a crash is a
 * `SimulatedCrash`.
 */
export function withFaults(endpoint: Endpoint, plan: FaultPlan): Endpoint {
  const { name, source, resources, sink, history, proposals, archive, commits, editor, delivery } = endpoint

  async function ask<Answer>(member: string, run: () => Promise<Answer>): Promise<Answer> {
    const fault = begin(name, member, plan)
    const answer = await run()
    end(fault, name, member)
    return answer
  }

  async function* stream<Item>(
    member: string,
    items: () => AsyncIterable<Item>,
    change: (item: Item, fault: Fault | undefined) => Item | undefined = (item) => item,
  ): AsyncIterable<Item> {
    const fault = begin(name, member, plan)
    for await (const item of items()) {
      const changed = change(item, fault)
      if (changed === undefined) continue
      if (isComplete(changed)) end(fault, name, member)
      if (!isComplete(changed) || fault?.kind !== 'cut') yield changed
    }
    end(fault, name, member)
  }

  return {
    ...endpoint,
    source: source && {
      list: (query, call) => stream('source.list', () => source.list(query, call), changeUnit(name)),
      read: (refs, call) => stream('source.read', () => source.read(refs, call), changeUnit(name)),
    },
    resources: resources && {
      place: resources.place,
      resources: (query, call) =>
        stream('resources', () => resources.resources(query, call), changeResource(name)),
    },
    sink: sink && { write: (writes, call) => writeEach(sink, writes, call, name, plan) },
    history: history && {
      revisions: (ref, call) => stream('history.revisions', () => history.revisions(ref, call)),
      contentAt: (ref, revision, call) =>
        ask('history.contentAt', () => history.contentAt(ref, revision, call)),
    },
    proposals: proposals && {
      reconcile: (wanted, call) => ask('proposals.reconcile', () => proposals.reconcile(wanted, call)),
      find: (digest, call) => ask('proposals.find', () => proposals.find(digest, call)),
      state: (id, call) => ask('proposals.state', () => proposals.state(id, call)),
    },
    archive: archive && {
      load: (call) => ask('archive.load', () => archive.load(call)),
      token: (call) => ask('archive.token', () => archive.token(call)),
      save: (files, expected, message, call) =>
        ask('archive.save', () => archive.save(files, expected, message, call)),
      history: archive.history,
    },
    commits: commits && {
      head: (call) => ask('commits.head', () => commits.head(call)),
      relation: (commit, other, call) => ask('commits.relation', () => commits.relation(commit, other, call)),
    },
    editor: editor && { edit: (wanted, call) => ask('editor.edit', () => editor.edit(wanted, call)) },
    delivery: delivery && {
      look: (queries, call) => stream('delivery.look', () => delivery.look(queries, call)),
    },
  }
}

function begin(endpoint: string, member: string, plan: FaultPlan): Fault | undefined {
  const fault = plan.next(endpoint, member)
  if (fault?.kind === 'crash-before') throw new SimulatedCrash(endpoint, member)
  if (fault?.kind === 'before') throw injected(endpoint, fault.error)
  return fault
}

function end(fault: Fault | undefined, endpoint: string, member: string): void {
  if (fault?.kind === 'crash-after') throw new SimulatedCrash(endpoint, member)
  if (fault?.kind === 'after') throw injected(endpoint)
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
