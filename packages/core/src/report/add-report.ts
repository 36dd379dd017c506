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
    summary: `${countOf(written.length, 'unit')} written before another writer came, then: ${after.summary}`,
    units: [...written, ...after.units.filter((unit) => !names.has(unit.unit) || unit.verdict !== 'leave')],
    overwritten: [...before.overwritten.filter((field) => names.has(field.unit)), ...after.overwritten],
  }
}
