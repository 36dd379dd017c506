import {
  archiveSuite,
  autoMergeSuite,
  commitsSuite,
  editorSuite,
  proposalSuite,
  sourceSuite,
} from '@tideway/core/conformance'
import { describe, it } from 'vitest'
import { createArchiveHarness, createProposalHarness, createSourceHarness } from './create-github-harness.ts'

// Every cut of a connection has a repository of its own.
const patient = (name: string, body: () => Promise<void>) => it(name, body, 60_000)
const runner = { describe, it: Object.assign(patient, { skip: it.skip }) }

proposalSuite(runner, createProposalHarness('GitHub'))
const settings = { allowAutoMerge: true, requiredChecks: ['ci'] }
autoMergeSuite(runner, createProposalHarness('GitHub', { settings }))
archiveSuite(runner, createArchiveHarness('GitHub'))
sourceSuite(runner, createSourceHarness('GitHub'))
commitsSuite(runner, createSourceHarness('GitHub'))
editorSuite(runner, createSourceHarness('GitHub'))
// A listing that GitHub cuts off is walked, folder by folder; its many requests are cut in the deep tests.
const walked = createSourceHarness('GitHub, cutting lists', { limits: { treeEntries: 130 } })
const provokes = walked.provokes.filter((what) => what !== 'connection-cut')
sourceSuite(runner, { ...walked, provokes })
sourceSuite(runner, createSourceHarness('GitHub without GraphQL', { graphql: false }))
