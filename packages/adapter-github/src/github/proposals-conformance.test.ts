import { autoMergeSuite, proposalSuite } from '@tideway/core/conformance'
import { describe, it } from 'vitest'
import { createProposalHarness } from './create-github-harness.ts'

const runner = { describe, it }

proposalSuite(runner, createProposalHarness('GitHub'))
const settings = { allowAutoMerge: true, requiredChecks: ['ci'] }
autoMergeSuite(runner, createProposalHarness('GitHub', { settings }))
