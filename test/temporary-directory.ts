import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

// More than all tests together hold at one time.
const neededBytes = 2 * 1024 ** 3

/**
 * Gives the tests of a run one temporary directory, and removes it afterwards. It lies in memory where the machine has
 * room there: repositories are many small files, and a disk takes a fifth of the time of the tests that make them.
 */
export function setup(): () => void {
  const place = takesPrograms('/dev/shm') ? '/dev/shm' : tmpdir()
  const directory = mkdtempSync(join(place, 'tideway-tests-'))
  process.env['TMPDIR'] = directory
  return () => rmSync(directory, { recursive: true, force: true })
}

/** True where a directory has room, and programs in it may be run. */
function takesPrograms(directory: string): boolean {
  let probe: string | undefined
  try {
    const { bavail, bsize } = statfsSync(directory)
    if (bavail * bsize < neededBytes) return false
    probe = mkdtempSync(join(directory, 'tideway-probe-'))
    const program = join(probe, 'program')
    writeFileSync(program, '#!/bin/sh\n', { mode: 0o755 })
    execFileSync(program)
    return true
  } catch {
    return false
  } finally {
    if (probe !== undefined) rmSync(probe, { recursive: true, force: true })
  }
}
