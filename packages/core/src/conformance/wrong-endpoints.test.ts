import { describe, expect, it } from 'vitest'
import type { Endpoint } from '../contract/endpoint.ts'
import {
  archiveHarness,
  clusterHarness,
  createConfigHubHarness,
  gitHarness,
  proposalHarness,
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
import { sinkSuite } from './sink-suite.ts'
import { sourceSuite } from './source-suite.ts'
import type { SuiteRunner } from './suite-runner.ts'
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

type Member = Exclude<keyof Endpoint, 'specVersion' | 'name' | 'capabilities' | 'close'>

function expectOneGroupToFail<Name extends Member, Kept extends Harness<HarnessSetup>>(
  suite: (runner: SuiteRunner, harness: Kept) => void,
  harness: NoInfer<Kept>,
  name: Name,
  wrongs: Wrongs<NonNullable<Endpoint[Name]>>,
): void {
  const spoil = (wrong?: (right: NonNullable<Endpoint[Name]>) => unknown): Kept => ({
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
    it('runs every group on a right endpoint, and skips nothing', async () => {
      const results = await collectSuite((runner) => suite(runner, spoil()))
      expect(results.filter(({ outcome }) => outcome !== 'passed')).toEqual([])
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

expectOneGroupToFail(sourceSuite, createConfigHubHarness(), 'source', wrongSources)
expectOneGroupToFail(sinkSuite, createConfigHubHarness(), 'sink', wrongSinks)
expectOneGroupToFail(historySuite, createConfigHubHarness(), 'history', wrongHistories)
expectOneGroupToFail(proposalSuite, proposalHarness, 'proposals', wrongProposals)
expectOneGroupToFail(autoMergeSuite, proposalHarness, 'proposals', wrongAutoMerges)
expectOneGroupToFail(archiveSuite, archiveHarness, 'archive', wrongArchives)
expectOneGroupToFail(resourceSuite, clusterHarness, 'resources', wrongResources)
expectOneGroupToFail(reviewSuite, reviewHarness, 'reviews', wrongReviews)
expectOneGroupToFail(annotatorSuite, clusterHarness, 'annotator', wrongAnnotators)
expectOneGroupToFail(commitsSuite, gitHarness, 'commits', wrongCommits)
expectOneGroupToFail(editorSuite, gitHarness, 'editor', wrongEditors)
expectOneGroupToFail(deliverySuite, createConfigHubHarness(), 'delivery', wrongDeliveries)
