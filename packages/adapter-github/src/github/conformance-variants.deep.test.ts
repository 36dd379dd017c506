import { archiveSuite, proposalSuite, sourceSuite } from '@tideway/core/conformance'
import { describe, it } from 'vitest'
import { createArchiveHarness, createProposalHarness, createSourceHarness } from './create-github-harness.ts'

const runner = { describe, it }

const older = { graphql: false }
proposalSuite(runner, createProposalHarness('GitHub Enterprise Server without GraphQL', older))
archiveSuite(runner, createArchiveHarness('GitHub Enterprise Server without GraphQL', older))
proposalSuite(runner, createProposalHarness('GitHub with branches by git push', { git: true }))
sourceSuite(runner, createSourceHarness('GitHub Enterprise Server without GraphQL', older))
sourceSuite(runner, createSourceHarness('GitHub, cutting lists', { limits: { treeEntries: 130 } }))
