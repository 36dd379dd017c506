import type { FieldReport, FlowReport, UnitReport } from '@tideway/core'

/** One decision that two policies do not share; without a field it is about the unit as a whole. */
export interface DecisionDifference {
  readonly unit: string
  readonly resource?: string | undefined
  readonly path?: string | undefined
  /** For people: `block by publish-conflict`. */
  readonly before: string
  readonly after: string
}

/** Finds what two reports on the same state decide differently; that another rule decides the same is none. */
export function compareDecisions(then: FlowReport, now: FlowReport): readonly DecisionDifference[] {
  const names = [...new Set([...then.units, ...now.units].map(({ unit }) => unit))].sort()
  return names.flatMap((unit) => {
    const [before, after] = [then, now].map((report) => report.units.find((item) => item.unit === unit))
    const verdict =
      before?.verdict === after?.verdict
        ? []
        : [{ unit, before: describeUnit(before), after: describeUnit(after) }]
    return [...verdict, ...compareFields(unit, before?.fields ?? [], after?.fields ?? [])]
  })
}

function compareFields(
  unit: string,
  before: readonly FieldReport[],
  after: readonly FieldReport[],
): readonly DecisionDifference[] {
  return before.flatMap((field) => {
    const { resource, path } = field
    const other = after.find((item) => item.resource === resource && item.path === path)
    if (other === undefined || other.verdict === field.verdict) return []
    return [{ unit, resource, path, before: describeField(field), after: describeField(other) }]
  })
}

function describeUnit(unit: UnitReport | undefined): string {
  if (unit === undefined) return 'nothing'
  return unit.obstacle === undefined ? unit.verdict : `${unit.verdict} (${unit.obstacle})`
}

function describeField({ verdict, rule }: FieldReport): string {
  return `${verdict} by ${rule}`
}
