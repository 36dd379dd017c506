import { AdapterError, type ErrorCode, type FlowOutcome, type FlowReport, TidewayError } from '@tideway/core'
import { describe, expect, it } from 'vitest'
import { exitCodeOfError, exitCodeOfReport, worstExitCode } from './exit-code.ts'

const report = (outcome: FlowOutcome, more: Partial<FlowReport> = {}): FlowReport => ({
  flow: 'publish',
  environment: 'prod',
  sides: { left: 'git', right: 'confighub' },
  outcome,
  dryRun: false,
  summary: '',
  units: [],
  unitCount: 0,
  syncDue: [],
  overwritten: [],
  notes: [],
  ...more,
})

describe('exitCodeOfReport', () => {
  it.each([
    ['done', 0],
    ['nothing-to-do', 0],
    ['behind', 0],
    ['failed', 1],
    ['blocked', 3],
    ['held', 3],
    ['lost-race', 75],
  ] as const)('%s: %i', (outcome, expected) => {
    expect(exitCodeOfReport(report(outcome), {})).toBe(expected)
  })

  it('asks to try again where every failure may pass by itself', () => {
    const unit = {
      unit: 'web',
      unitChange: 'one-side',
      verdict: 'write',
      fields: [],
      outcome: 'refused',
    } as const
    const failed = (...codes: readonly ErrorCode[]) =>
      report('failed', { units: codes.map((code) => ({ ...unit, error: { code, message: '' } })) })
    expect(exitCodeOfReport(failed('TIDEWAY_UNAVAILABLE', 'TIDEWAY_RATE_LIMITED'), {})).toBe(75)
    expect(exitCodeOfReport(failed('TIDEWAY_UNAVAILABLE', 'TIDEWAY_FORBIDDEN'), {})).toBe(1)
  })

  it('tells changes only where asked, and never instead of a block', () => {
    const flags = { detailedExitcode: true }
    expect(exitCodeOfReport(report('done'), flags)).toBe(2)
    expect(exitCodeOfReport(report('nothing-to-do'), flags)).toBe(0)
    expect(exitCodeOfReport(report('nothing-to-do', { syncDue: ['web'] }), flags)).toBe(2)
    expect(exitCodeOfReport(report('behind'), flags)).toBe(0)
    expect(exitCodeOfReport(report('blocked'), flags)).toBe(3)
  })

  it('lets a sync be done that opened a pull request, whatever was due', () => {
    const synced = report('done', { flow: 'sync', syncDue: ['web'] })
    expect(exitCodeOfReport(synced, { failOnSyncDue: true })).toBe(0)
  })
})

describe('exitCodeOfError', () => {
  it.each([
    ['TIDEWAY_USAGE', 64],
    ['TIDEWAY_COMMIT_DIVERGED', 3],
    ['TIDEWAY_CONFIG_INVALID', 1],
  ] as const)('%s: %i', (code, expected) => {
    expect(exitCodeOfError(new TidewayError({ code, message: 'm', next: 'n' }))).toBe(expected)
  })

  it.each([
    ['unavailable', 75],
    ['invalid-response', 1],
  ] as const)('of a unit that cannot be read is that of the cause: %s: %i', (kind, expected) => {
    const cause = new AdapterError({ kind, endpoint: 'confighub:prod', message: 'm', next: 'n' })
    const error = { code: 'TIDEWAY_UNREADABLE', message: 'm', next: 'n', cause } as const
    expect(exitCodeOfError(new TidewayError(error))).toBe(expected)
  })

  it('is 1 for a bug', () => {
    expect(exitCodeOfError(new TypeError('x'))).toBe(1)
    expect(exitCodeOfError('x')).toBe(1)
  })
})

describe('worstExitCode', () => {
  it.each([
    [[], 0],
    [[0, 2], 2],
    [[2, 75, 0], 75],
    [[75, 3], 3],
    [[3, 1, 75], 1],
  ] as const)('%j: %i', (codes, expected) => {
    expect(worstExitCode(codes)).toBe(expected)
  })
})
