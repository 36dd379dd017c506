import { archiveSuite, proposalSuite, sourceSuite } from '@tideway/core/conformance'
import { describe, it } from 'vitest'
import { createArchiveHarness, createProposalHarness, createSourceHarness } from './create-github-harness.ts'

const runner = { describe, it }

proposalSuite(runner, createProposalHarness('GitHub'))
archiveSuite(runner, createArchiveHarness('GitHub'))
sourceSuite(runner, createSourceHarness('GitHub'))
// A listing that GitHub cuts off is walked, folder by folder.
sourceSuite(runner, createSourceHarness('GitHub, cutting lists', { limits: { treeEntries: 130 } }))
sourceSuite(runner, createSourceHarness('GitHub without GraphQL', { graphql: false }))
