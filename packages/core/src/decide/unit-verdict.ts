import type { DecidedChange } from './decide-change.ts'

/** What becomes of a unit. */
export type UnitVerdict = 'block' | 'hold' | 'write' | 'leave'

/** Block if any field blocks, else hold if any holds, else write if any field is taken, else leave. */
export function judgeUnit(decided: readonly DecidedChange[]): UnitVerdict {
  const has = (verdict: DecidedChange['verdict']) => decided.some((item) => item.verdict === verdict)
  if (has('block')) return 'block'
  if (has('hold')) return 'hold'
  return has('take') ? 'write' : 'leave'
}
