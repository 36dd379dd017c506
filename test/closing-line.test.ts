import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const script = fileURLToPath(new URL('../.ci/closing-line.mjs', import.meta.url))
let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tideway-reports-'))
})
afterAll(() => {
  rmSync(folder, { recursive: true })
})

function writeReport(step: string, passed: number, failed: number, pending: number, todo: number): string {
  const path = join(folder, `${step}.json`)
  const counts = {
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: pending,
    numTodoTests: todo,
  }
  writeFileSync(path, JSON.stringify(counts))
  return path
}

function close(reports: readonly string[], failedSteps: readonly string[]): string {
  return execFileSync(process.execPath, [script, ...reports, '--', ...failedSteps], { encoding: 'utf8' })
}

describe('the closing line of a run', () => {
  it('sums the reports and leaves out skipped tests when there are none', () => {
    expect(close([writeReport('test', 3, 0, 0, 0), writeReport('deep', 4, 0, 0, 0)], [])).toBe(
      '7 passed, 0 failed\n',
    )
  })

  it('counts pending and todo tests as skipped', () => {
    expect(close([writeReport('test', 3, 0, 2, 1)], [])).toBe('3 passed, 0 failed, 3 skipped\n')
  })

  it('counts a failed step without failed tests as one failure', () => {
    expect(close([writeReport('test', 3, 0, 0, 0)], ['lint', 'test'])).toBe('3 passed, 2 failed\n')
  })

  it('counts a step with failed tests by its tests alone', () => {
    expect(close([writeReport('test', 3, 2, 0, 0)], ['test'])).toBe('3 passed, 2 failed\n')
  })

  it('has a line even when no test ran', () => {
    expect(close([], ['install'])).toBe('0 passed, 1 failed\n')
  })
})
