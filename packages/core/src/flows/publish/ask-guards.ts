import type { Call } from '../../contract/call.ts'
import { applyVetoes, type Veto } from '../../plan/apply-vetoes.ts'
import type { PublishPlan } from '../../plan/plan-publish.ts'
import type { PublishOptions } from './publish-options.ts'

/** Asks every guard, in order, of a decided plan; where any vetoes, the plan blocks. */
export async function askGuards(
  plan: PublishPlan,
  { validate = [] }: PublishOptions,
  call: Call,
): Promise<PublishPlan> {
  const vetoes: Veto[] = []
  for (const guard of validate) vetoes.push(...(await guard(plan, call)))
  return applyVetoes(plan, vetoes)
}
