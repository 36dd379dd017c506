import { annotatorSuite } from '../conformance/annotator-suite.ts'
import { archiveSuite } from '../conformance/archive-suite.ts'
import { autoMergeSuite } from '../conformance/auto-merge-suite.ts'
import { commitsSuite } from '../conformance/commits-suite.ts'
import { deliverySuite } from '../conformance/delivery-suite.ts'
import { editorSuite } from '../conformance/editor-suite.ts'
import type { Harness, HarnessSetup } from '../conformance/harness.ts'
import { historySuite } from '../conformance/history-suite.ts'
import { proposalSuite } from '../conformance/proposal-suite.ts'
import { resourceSuite } from '../conformance/resource-suite.ts'
import { reviewSuite } from '../conformance/review-suite.ts'
import { sinkSuite } from '../conformance/sink-suite.ts'
import { sourceSuite } from '../conformance/source-suite.ts'
import type { SuiteRunner } from '../conformance/suite-runner.ts'
import {
  archiveHarness,
  clusterHarness,
  createConfigHubHarness,
  gitHarness,
  proposalHarness,
  reviewHarness,
} from './memory-harnesses.ts'

/** Makes another harness of the same kind. */
export type ChangeHarness = <Kept extends Harness<HarnessSetup>>(harness: Kept) => Kept

/** Registers the suites of a store of units, on one in memory. */
export function registerUnitSuites(runner: SuiteRunner, change: ChangeHarness): void {
  const harness = change(createConfigHubHarness())
  sourceSuite(runner, harness)
  sinkSuite(runner, harness)
  historySuite(runner, harness)
  deliverySuite(runner, harness)
}

/** Registers every suite once, on the endpoints in memory. */
export function registerMemorySuites(
  runner: SuiteRunner,
  change: ChangeHarness = (harness) => harness,
): void {
  registerUnitSuites(runner, change)
  commitsSuite(runner, change(gitHarness))
  editorSuite(runner, change(gitHarness))
  proposalSuite(runner, change(proposalHarness))
  autoMergeSuite(runner, change(proposalHarness))
  archiveSuite(runner, change(archiveHarness))
  reviewSuite(runner, change(reviewHarness))
  resourceSuite(runner, change(clusterHarness))
  annotatorSuite(runner, change(clusterHarness))
}
