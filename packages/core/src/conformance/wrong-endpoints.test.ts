import { describe, expect, it } from 'vitest'
import { type Capabilities, fullCapabilities } from '../contract/capabilities.ts'
import type { Endpoint } from '../contract/endpoint.ts'
import type { Sink, UnitWrite } from '../contract/sink.ts'
import {
  annotatorHarness,
  archiveHarness,
  commitsHarness,
  createSinkHarness,
  deliveryHarness,
  editorHarness,
  historyHarness,
  proposalHarness,
  resourceHarness,
  reviewHarness,
} from '../testing/memory-harnesses.ts'
import { annotatorSuite } from './annotator-suite.ts'
import { archiveSuite } from './archive-suite.ts'
import { autoMergeSuite } from './auto-merge-suite.ts'
import { collectSuite } from './collect-suite.ts'
import { commitsSuite } from './commits-suite.ts'
import { deliverySuite } from './delivery-suite.ts'
import { editorSuite } from './editor-suite.ts'
import type { Harness, HarnessSetup } from './harness.ts'
import { historySuite } from './history-suite.ts'
import { proposalSuite } from './proposal-suite.ts'
import { resourceSuite } from './resource-suite.ts'
import { reviewSuite } from './review-suite.ts'
import type { SinkSetup } from './sink-setup.ts'
import { sinkSuite } from './sink-suite.ts'
import { sourceSuite } from './source-suite.ts'
import type { SuiteRunner } from './suite-runner.ts'
import { mapStream } from './wrong/map-stream.ts'
import { secret } from './wrong/spoil-errors.ts'
import { wrongAnnotators } from './wrong/wrong-annotators.ts'
import { wrongArchives } from './wrong/wrong-archives.ts'
import { wrongAutoMerges } from './wrong/wrong-auto-merges.ts'
import { wrongCommits } from './wrong/wrong-commits.ts'
import { wrongDeliveries } from './wrong/wrong-deliveries.ts'
import { wrongEditors } from './wrong/wrong-editors.ts'
import { wrongHistories } from './wrong/wrong-histories.ts'
import { wrongProposals } from './wrong/wrong-proposals.ts'
import { wrongResources } from './wrong/wrong-resources.ts'
import { wrongReviews } from './wrong/wrong-reviews.ts'
import { wrongSinks } from './wrong/wrong-sinks.ts'
import { wrongSources } from './wrong/wrong-sources.ts'
import type { Wrongs } from './wrong/wrongs.ts'

// Members that an adapter may leave out, and the endpoints in memory do.
const lackingMethods = ['resources.schemas', 'commits.caveats', 'editor.owners']

type Member = Exclude<keyof Endpoint, 'specVersion' | 'name' | 'capabilities' | 'close'>

function expectOneGroupToFail<Setup extends HarnessSetup, Name extends Member, Kept extends Harness<Setup>>(
  suite: (runner: SuiteRunner, harness: Kept) => void,
  harness: Kept & Harness<Setup>,
  name: Name,
  wrongs: Wrongs<NonNullable<Setup['endpoint'][Name]>>,
): void {
  const spoil = (wrong: ((right: NonNullable<Setup['endpoint'][Name]>) => unknown) | undefined): Kept => ({
    ...harness,
    secrets: [secret],
    async setup() {
      const setup = await harness.setup()
      const right = setup.endpoint[name]
      if (wrong === undefined || right === undefined || right === null) return setup
      return { ...setup, endpoint: { ...setup.endpoint, [name]: wrong(right) } }
    },
  })

  describe(`the suite of ${name}`, () => {
    it('runs every group on a right endpoint, and skips nothing that it has', async () => {
      const results = await collectSuite((runner) => suite(runner, spoil(undefined)))
      const isLacking = (test: string) => lackingMethods.some((method) => test.includes(method))
      const unproven = results.filter(({ outcome, test }) => outcome === 'failed' || !isLacking(test))
      expect(unproven.filter(({ outcome }) => outcome !== 'passed')).toEqual([])
      expect(new Set(results.map(({ path }) => path[1]))).toEqual(
        new Set([...Object.keys(wrongs), 'contract']),
      )
    })
    it('finds an endpoint of another version of the contract, and says so', async () => {
      const results = await collectSuite((runner) =>
        suite(runner, {
          ...harness,
          async setup() {
            const setup = await harness.setup()
            const older = JSON.parse('{"specVersion":0}') as Pick<Endpoint, 'specVersion'>
            return { ...setup, endpoint: { ...setup.endpoint, ...older } }
          },
        }),
      )
      const failed = results.filter(({ outcome }) => outcome === 'failed')
      expect(failed.map(({ path }) => path[1])).toEqual(['contract'])
      expect(String(failed[0]?.error)).toContain('is of version 0 of the contract, and this suite tests')
    })
    it.each(Object.entries(wrongs))('finds what is wrong in: %s', async (group, wrong) => {
      const results = await collectSuite((runner) => suite(runner, spoil(wrong)))
      const failed = results.filter(({ outcome }) => outcome === 'failed')
      expect([...new Set(failed.map(({ path }) => path[1]))]).toEqual([group])
    })
  })
}

expectOneGroupToFail(sourceSuite, createSinkHarness(), 'source', wrongSources)
expectOneGroupToFail(sinkSuite, createSinkHarness(), 'sink', wrongSinks)
expectOneGroupToFail(historySuite, historyHarness, 'history', wrongHistories)
expectOneGroupToFail(proposalSuite, proposalHarness, 'proposals', wrongProposals)
expectOneGroupToFail(autoMergeSuite, proposalHarness, 'proposals', wrongAutoMerges)
expectOneGroupToFail(archiveSuite, archiveHarness, 'archive', wrongArchives)
expectOneGroupToFail(resourceSuite, resourceHarness, 'resources', wrongResources)
expectOneGroupToFail(reviewSuite, reviewHarness, 'reviews', wrongReviews)
expectOneGroupToFail(annotatorSuite, annotatorHarness, 'annotator', wrongAnnotators)
expectOneGroupToFail(commitsSuite, commitsHarness, 'commits', wrongCommits)
expectOneGroupToFail(editorSuite, editorHarness, 'editor', wrongEditors)
expectOneGroupToFail(deliverySuite, deliveryHarness, 'delivery', wrongDeliveries)

describe('capabilities', () => {
  const promising = { conditionalWrites: false, annotations: false, withdraw: false, purge: false }

  it.each([
    ['promises conditions that it does not keep', 'conditional write', promising, {}],
    ['denies an ability that it has', 'declared abilities', {}, { purge: false }],
    ['claims an ability that it lacks', 'declared abilities', { annotations: false }, {}],
  ] as const)('finds an endpoint that %s', async (_, group, has, declares) => {
    const harness = createSinkHarness(has)
    const results = await collectSuite((runner) =>
      sinkSuite(runner, {
        ...harness,
        async setup() {
          const setup = await harness.setup()
          const capabilities = { ...fullCapabilities, ...declares }
          return { ...setup, endpoint: { ...setup.endpoint, capabilities } }
        },
      }),
    )
    const failed = results.filter(({ outcome }) => outcome === 'failed').map(({ path }) => path[1])
    expect(failed).toContain(group)
  })

  it('finds an endpoint without conditions that lies about an outdated write', async () => {
    const harness = createSinkHarness({ conditionalWrites: false })
    const results = await collectSuite((runner) =>
      sinkSuite(runner, {
        ...harness,
        async setup() {
          const setup = await harness.setup()
          const sink = setup.endpoint.sink && answerLostRace(setup.endpoint.sink)
          return { ...setup, endpoint: { ...setup.endpoint, sink } }
        },
      }),
    )
    const failed = results.filter(({ outcome }) => outcome === 'failed').map(({ path }) => path[1])
    expect(failed).toContain('conditional write')
  })
})

describe('what the suite of sinks tells of an endpoint', () => {
  const nothing = { conditionalWrites: false, annotations: false, withdraw: false, purge: false }

  it('shows every check of conditions as left out where there are none, and says so', async () => {
    const lines: string[] = []
    const results = await collectSuite((runner) =>
      sinkSuite({ ...runner, report: (line) => lines.push(line) }, createSinkHarness(nothing)),
    )
    const conditions = results.filter(
      ({ path }) => path[1] === 'conditional write' || path[1] === 'concurrent writers',
    )
    expect(conditions.length).toBe(6)
    expect(conditions.filter(({ outcome }) => outcome !== 'skipped')).toEqual([])
    expect(lines.join('\n')).toMatch(/left out "does not write over .* no conditional writes/)
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
  ])('finds one that %s', async (_, capabilities, group, message, spoil) => {
    const failed = await failuresOf(createSinkHarness(capabilities), (setup) => ({
      ...setup,
      endpoint: { ...setup.endpoint, sink: setup.endpoint.sink && spoil(setup.endpoint.sink) },
    }))
    expect([...new Set(failed.map(({ path }) => path[1]))]).toEqual([group])
    expect(failed.map(({ error }) => String(error)).join('\n')).toContain(message)
  })

  it.each([
    ['lost-answer', 'unknown outcome'],
    ['stalled', 'time limits'],
    ['unavailable', 'error mapping'],
  ] as const)('finds a harness that does not bring about %s', async (what, group) => {
    const failed = await failuresOf(createSinkHarness(), (setup) => ({
      ...setup,
      provoke: (wanted, name) => (wanted === what ? undefined : setup.provoke(wanted, name)),
    }))
    expect([...new Set(failed.map(({ path }) => path[1]))]).toEqual([group])
    expect(String(failed[0]?.error)).toContain(`provoke("${what}") did not bring it about`)
  })
})

async function failuresOf(harness: Harness<SinkSetup>, change: (setup: SinkSetup) => SinkSetup) {
  const results = await collectSuite((runner) =>
    sinkSuite(runner, { ...harness, setup: async () => change(await harness.setup()) }),
  )
  return results.filter(({ outcome }) => outcome === 'failed')
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
