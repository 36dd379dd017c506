import { describe, it } from 'vitest'
import { annotatorSuite } from '../conformance/annotator-suite.ts'
import { archiveSuite } from '../conformance/archive-suite.ts'
import { autoMergeSuite } from '../conformance/auto-merge-suite.ts'
import { commitsSuite } from '../conformance/commits-suite.ts'
import { deliverySuite } from '../conformance/delivery-suite.ts'
import { editorSuite } from '../conformance/editor-suite.ts'
import { historySuite } from '../conformance/history-suite.ts'
import { proposalSuite } from '../conformance/proposal-suite.ts'
import { resourceSuite } from '../conformance/resource-suite.ts'
import { reviewSuite } from '../conformance/review-suite.ts'
import { sinkSuite } from '../conformance/sink-suite.ts'
import { sourceSuite } from '../conformance/source-suite.ts'
import {
  annotatorHarness,
  archiveHarness,
  commitsHarness,
  createSinkHarness,
  deliveryHarness,
  editorHarness,
  gitHarness,
  historyHarness,
  proposalHarness,
  resourceHarness,
  reviewHarness,
} from './memory-harnesses.ts'

const runner = { describe, it }
const nothing = { conditionalWrites: false, annotations: false, withdraw: false, purge: false }

sourceSuite(runner, createSinkHarness())
sinkSuite(runner, createSinkHarness())
sinkSuite(runner, { ...createSinkHarness(nothing), name: 'memory ConfigHub without abilities' })
historySuite(runner, historyHarness)
sourceSuite(runner, gitHarness)
proposalSuite(runner, proposalHarness)
autoMergeSuite(runner, proposalHarness)
archiveSuite(runner, archiveHarness)
resourceSuite(runner, resourceHarness)
reviewSuite(runner, reviewHarness)
deliverySuite(runner, deliveryHarness)
annotatorSuite(runner, annotatorHarness)
commitsSuite(runner, commitsHarness)
editorSuite(runner, editorHarness)
