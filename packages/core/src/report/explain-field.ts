import type { FieldReport, FlowReport } from './flow-report.ts'

/** Says in one sentence what becomes of a field, which rule says so, and which rules it beat. */
export function explainField(field: FieldReport, report: Pick<FlowReport, 'flow' | 'sides'>): string {
  const target = report.flow === 'sync' ? 'left' : 'right'
  const source = target === 'left' ? 'right' : 'left'
  const [from, to] = [report.sides[source], report.sides[target]]
  const value = field[source] ?? '(absent)'
  const kept = field[target] ?? '(absent)'
  const what = {
    take: `${to} takes ${value} from ${from}, in place of ${kept}`,
    leave: `${to} keeps ${kept}; ${from} has ${value}`,
    hold: `${to} keeps ${kept} until a person has looked; ${from} has ${value}`,
    block: `nothing is written before a person decides between ${value} of ${from} and ${kept} of ${to}`,
  }[field.verdict]
  const reason = field.reason === undefined ? '' : `, ${field.reason}`
  const beaten = field.beat === undefined ? '' : `; it beat ${field.beat.join(', ')}`
  const alone = field.autoMerge === true ? ' The pull request may merge it without a person.' : ''
  return `${what} (${field.change}). Rule ${field.rule}${reason}${beaten}.${alone}`
}
