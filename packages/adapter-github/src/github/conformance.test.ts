import { archiveSuite, commitsSuite, editorSuite, sourceSuite } from '@tideway/core/conformance'
import { describe, it } from 'vitest'
import { createArchiveHarness, createSourceHarness } from './create-github-harness.ts'

const runner = { describe, it }

archiveSuite(runner, createArchiveHarness('GitHub'))
sourceSuite(runner, createSourceHarness('GitHub'))
commitsSuite(runner, createSourceHarness('GitHub'))
editorSuite(runner, createSourceHarness('GitHub'))
