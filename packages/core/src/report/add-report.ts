import { countOf } from './count-of.ts'
import type { FlowReport } from './flow-report.ts'

/** The report of a run that began again after a lost race: what it had written before stays in the report. */
export function addReport(before: FlowReport | undefined, after: FlowReport): FlowReport {
  if (before === undefined) return after
  const written = before.units.filter((unit) => unit.outcome === 'written')
  const names = new Set(written.map((unit) => unit.unit))
  if (names.size === 0) return after
  return {
    ...after,
    outcome: after.outcome === 'nothing-to-do' ? 'done' : after.outcome,
    summary: summarize(written.length, after, names),
    units: [...written, ...after.units.filter((unit) => !names.has(unit.unit) || unit.verdict !== 'leave')],
    overwritten: [...before.overwritten.filter((field) => names.has(field.unit)), ...after.overwritten],
  }
}

function summarize(written: number, after: FlowReport, names: ReadonlySet<string>): string {
  if (after.outcome !== 'blocked')
    return `${countOf(written, 'unit')} written before another writer came, then: ${after.summary}`
  const left = after.units.filter(
    ({ unit, verdict }) => !names.has(unit) && (verdict === 'write' || verdict === 'block'),
  )
  const why = after.summary.replace(/nothing written/, 'nothing more written')
  return `blocked after ${written} of ${countOf(written + left.length, 'unit')}: ${why}`
}
