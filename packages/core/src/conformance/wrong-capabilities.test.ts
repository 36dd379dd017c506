import { describe, expect, it } from 'vitest'
import { type Capabilities, fullCapabilities } from '../contract/capabilities.ts'
import type { Sink, UnitWrite } from '../contract/sink.ts'
import { createConfigHubHarness } from '../testing/memory-harnesses.ts'
import { collectSuite } from './collect-suite.ts'
import type { SinkSetup } from './sink-setup.ts'
import { sinkSuite } from './sink-suite.ts'
import { listFailures } from './wrong/list-failures.ts'
import { mapStream } from './wrong/map-stream.ts'

const nothing = { conditionalWrites: false, annotations: false, withdraw: false, purge: false }

describe('the suite of sinks', () => {
  it.each([
    ['promises conditions that it does not keep', 'conditional write', nothing, {}],
    ['denies an ability that it has', 'declared abilities', {}, { purge: false }],
    ['claims an ability that it lacks', 'declared abilities', { annotations: false }, {}],
  ] as const)('finds an endpoint that %s', async (_, group, has, declares) => {
    const harness = { ...createConfigHubHarness(has), lacks: [] }
    const failed = await listFailures(sinkSuite, harness, (setup) => ({
      ...setup,
      endpoint: { ...setup.endpoint, capabilities: { ...fullCapabilities, ...declares } },
    }))
    expect(failed.map(({ group: name }) => name)).toContain(group)
  })

  it('finds an endpoint without conditions that lies about an outdated write', async () => {
    const harness = createConfigHubHarness({ conditionalWrites: false })
    const failed = await listFailures(sinkSuite, harness, spoilSink(answerLostRace))
    expect(failed.map(({ group }) => group)).toContain('conditional write')
  })

  it('shows every check of conditions as skipped where there are none, and looks whether the outcomes are true', async () => {
    const lines: string[] = []
    const results = await collectSuite((runner) =>
      sinkSuite({ ...runner, report: (line) => lines.push(line) }, createConfigHubHarness(nothing)),
    )
    const conditions = results.filter(
      ({ path }) => path[1] === 'conditional write' || path[1] === 'concurrent writers',
    )
    const namesOf = (wanted: string) =>
      conditions.filter(({ outcome }) => outcome === wanted).map(({ test }) => test)
    const reason = ' (the endpoint lacks "capabilities.conditionalWrites")'
    expect(namesOf('skipped').length).toBe(6)
    expect(namesOf('passed')).toEqual(
      namesOf('skipped').map((name) => name.replace(reason, ', or tells what it did')),
    )
    expect(lines).toEqual([expect.stringMatching(/left out: capabilities\.conditionalWrites$/)])
  })

  it.each<readonly [string, Partial<Capabilities>, string, string, (right: Sink) => Sink]>([
    [
      'drops the annotations of a create',
      {},
      'declared abilities',
      'after create',
      dropAnnotations('create'),
    ],
    [
      'drops the annotations of an update',
      {},
      'declared abilities',
      'after update',
      dropAnnotations('update'),
    ],
    ['loses the annotations that are there', {}, 'declared abilities', 'annotations', replaceAnnotations],
    [
      'ignores annotations that it declares to lack',
      { annotations: false },
      'declared abilities',
      'it was "written"',
      dropAnnotations('create', 'update'),
    ],
    ['takes a name for a path', {}, 'unicode and odd names', 'a write of the unit', resolveNames],
  ])('finds an endpoint that %s', async (_, capabilities, group, message, spoil) => {
    const failed = await listFailures(sinkSuite, createConfigHubHarness(capabilities), spoilSink(spoil))
    expect([...new Set(failed.map(({ group: name }) => name))]).toEqual([group])
    expect(failed.map(({ error }) => error).join('\n')).toContain(message)
  })
})

function spoilSink(spoil: (right: Sink) => Sink) {
  return (setup: SinkSetup): SinkSetup => ({
    ...setup,
    endpoint: { ...setup.endpoint, sink: setup.endpoint.sink && spoil(setup.endpoint.sink) },
  })
}

function mapWrites(right: Sink, change: (write: UnitWrite) => UnitWrite): Sink {
  return { write: (writes, call) => right.write(writes.map(change), call) }
}

function dropAnnotations(...kinds: readonly UnitWrite['kind'][]) {
  return (right: Sink): Sink =>
    mapWrites(right, (write) => {
      if (!kinds.includes(write.kind) || !('text' in write)) return write
      const { annotations: _, ...rest } = write
      return rest
    })
}

// Knows the keys of the suite, and takes away those that an update does not name.
function replaceAnnotations(right: Sink): Sink {
  return {
    async *write(writes, call) {
      for (const write of writes) {
        for await (const outcome of right.write([write], call)) {
          const { ref, key } = write
          const expected = outcome.revision
          if (write.kind === 'update' && outcome.kind === 'written' && expected !== undefined) {
            const annotations = { a: null, b: null, c: null, ...write.annotations }
            for await (const _ of right.write([{ kind: 'annotate', key, ref, expected, annotations }], call));
          }
          yield outcome
        }
      }
    },
  }
}

function resolveNames(right: Sink): Sink {
  return mapWrites(right, (write) => {
    const unit = write.key === 'refused' ? write.ref.unit : (write.ref.unit.split('/').at(-1) ?? '')
    return { ...write, ref: { unit } }
  })
}

// Tells a writer that it lost, and has written all the same.
function answerLostRace(right: Sink): Sink {
  return {
    write: (writes, call) =>
      mapStream(right.write(writes, call), (outcome) => [
        outcome.kind === 'written' ? { ...outcome, kind: 'lost-race' } : outcome,
      ]),
  }
}
