import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it, vi } from 'vitest'
import { findBinary } from './find-binary.ts'

afterEach(() => {
  vi.unstubAllEnvs()
})

it('finds an executable on PATH', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tideway-binary-'))
  try {
    vi.stubEnv('PATH', `/nowhere:${folder}`)
    writeFileSync(join(folder, 'tideway-probe'), '#!/bin/sh\n', { mode: 0o644 })
    expect(findBinary('tideway-probe')).toBeUndefined()
    writeFileSync(join(folder, 'tideway-tool'), '#!/bin/sh\n', { mode: 0o755 })
    expect(findBinary('tideway-tool')).toBe(join(folder, 'tideway-tool'))
  } finally {
    rmSync(folder, { recursive: true })
  }
})

const kubectl = findBinary('kubectl')

it.skipIf(kubectl === undefined)('what it finds under the name kubectl is kubectl', () => {
  expect(execFileSync(String(kubectl), ['version', '--client'], { encoding: 'utf8' })).toContain(
    'Kustomize Version',
  )
})
