import { describe, expect, it } from 'vitest'
import { formatArchive } from './archive-format.ts'
import { emptyArchive } from './archive-state.ts'
import { readRecordedRun } from './recorded-run.ts'

const state = { ...emptyArchive, commit: 'c1', units: { web: { base: { text: '', unknown: [] }, open: [] } } }
const intent = {
  runId: 'run-1',
  commit: 'c1',
  units: [{ unit: 'web', digest: 'd', expected: '1', base: { text: '', unknown: [] }, paths: [] }],
}
const read = (message: string, announced = false) =>
  readRecordedRun(
    { token: 't', message, at: '2026-01-01T00:00:00Z' },
    formatArchive(announced ? { ...state, intent } : state),
  )

describe('readRecordedRun', () => {
  it.each([
    ['publish c1: blocked', false, { flow: 'publish', outcome: { kind: 'blocked' } }],
    ['publish c1: nothing to write', false, { flow: 'publish', outcome: { kind: 'nothing-written' } }],
    ['publish c1: about to write 1 unit', true, { outcome: { kind: 'wrote', units: ['web'] } }],
    ['sync c1: opened', false, { flow: 'sync', outcome: { kind: 'synced' } }],
  ])('%s', (message, announced, run) => {
    const meaning = read(message, announced)
    expect(meaning).toMatchObject({ kind: 'run', run: { ...run, state: { commit: 'c1' } } })
    expect(meaning).not.toHaveProperty('run.state.intent')
  })

  it.each(['publish c1: wrote 1 unit', 'adopt c1'])('%s decides nothing', (message) => {
    expect(read(message)).toEqual({ kind: 'no-decision' })
  })

  it('does not guess what a capture saw, nor what other programs saved', () => {
    expect(read('capture c1: settled')).toMatchObject({
      kind: 'not-replayable',
      why: expect.stringContaining('cluster'),
    })
    expect(read('Merge branch x')).toMatchObject({
      kind: 'not-replayable',
      why: expect.stringContaining('no flow'),
    })
  })
})
