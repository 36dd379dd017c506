import type { PublishPlan } from './plan-publish.ts'

/** Why a guard refuses a plan. */
export interface Veto {
  /** The unit that it is about; default: the plan as a whole. */
  readonly unit?: string | undefined
  readonly reason: string
}

/** A plan in which every vetoed unit blocks, so that the run stops before its first write. */
export function applyVetoes(plan: PublishPlan, vetoes: readonly Veto[]): PublishPlan {
  if (vetoes.length === 0) return plan
  const names = new Set(plan.units.map((unit) => unit.stock.unit))
  const reasonsOf = (unit: string) => vetoes.filter((veto) => veto.unit === unit).map(({ reason }) => reason)
  const units = plan.units.map((unit) => {
    const reasons = reasonsOf(unit.stock.unit)
    if (reasons.length === 0) return unit
    const { stock, decided } = unit
    const message = `vetoed by a guard: ${reasons.join('; ')}`
    return {
      stock,
      decided,
      verdict: 'block' as const,
      obstacle: { code: 'TIDEWAY_VETOED' as const, message },
    }
  })
  // A veto of a unit that does not differ is a veto all the same.
  const whole = vetoes.filter(({ unit }) => unit === undefined || !names.has(unit))
  const obstacles = [
    ...(plan.obstacle === undefined ? [] : [plan.obstacle]),
    ...whole.map(
      ({ unit, reason }) => `vetoed by a guard: ${unit === undefined ? '' : `${unit}: `}${reason}`,
    ),
  ]
  return {
    ...plan,
    blocked: true,
    units,
    ...(obstacles.length === 0 ? {} : { obstacle: obstacles.join('; ') }),
  }
}
