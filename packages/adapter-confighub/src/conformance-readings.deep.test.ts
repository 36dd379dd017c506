import { sinkSuite, sourceSuite } from '@tideway/core/conformance'
import { describe, it } from 'vitest'
import { createSinkHarness, type Reading } from './conformance-harnesses.ts'

const runner = { describe, it }
const older = { generation: 'document' } as const

// Facts of the real server that are not established are tested under both readings.
const readings: Readonly<Record<string, Reading>> = {
  'ConfigHub without start revisions': { emulator: { emptyStartRevision: false } },
  'ConfigHub with short pages': { emulator: { shortPages: true, patchChecksVersion: true } },
  'ConfigHub with weak tags': {
    emulator: { weakETags: true, acceptWeakIfMatch: false, infoRequiresToken: true },
  },
  'an older ConfigHub without a rule for revision_id': {
    emulator: { ...older, putRevisionId: 'ignore', emptyStartRevision: true, omitEmptyData: true },
  },
  'an older ConfigHub without hashes': {
    emulator: { ...older, documentHashes: false, serverVersion: 'dev' },
  },
  'an older ConfigHub without conditions': {
    emulator: { ...older, putRevisionId: 'restore' },
    adapter: { driver: 'document-unconditional' },
  },
  'an older ConfigHub whose PATCH heeds Version': {
    emulator: { ...older, patchChecksVersion: true },
    adapter: { driver: 'document-unconditional' },
  },
}

for (const [name, reading] of Object.entries(readings)) {
  const harness = createSinkHarness(name, reading)
  sourceSuite(runner, harness)
  sinkSuite(runner, harness)
}
