import { archiveSuite, proposalSuite } from '@tideway/core/conformance'
import { describe, it } from 'vitest'
import { createArchiveHarness, createProposalHarness } from './create-github-harness.ts'

const runner = { describe, it }

proposalSuite(runner, createProposalHarness('GitHub'))
archiveSuite(runner, createArchiveHarness('GitHub'))
