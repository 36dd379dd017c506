import { applyVetoes, type Veto } from '../plan/apply-vetoes.ts'
import type { PublishPlan } from '../plan/plan-publish.ts'
import type { PublishOptions } from './publish-options.ts'

/** Asks every guard, in order, of a decided plan; where any vetoes, the plan blocks. */
export async function askGuards(plan: PublishPlan, { validate = [] }: PublishOptions): Promise<PublishPlan> {
  const vetoes: Veto[] = []
  for (const guard of validate) vetoes.push(...(await guard(plan)))
  return applyVetoes(plan, vetoes)
}
