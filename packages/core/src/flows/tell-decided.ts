import type { Call } from '../contract/call.ts'
import type { UnitVerdict } from '../decide/unit-verdict.ts'

/** Tells a run's listener what was decided of every unit. */
export function tellDecided(
  units: readonly { readonly stock: { readonly unit: string }; readonly verdict: UnitVerdict }[],
  call: Call,
): void {
  for (const { stock, verdict } of units) call.onProgress({ kind: 'unit-decided', unit: stock.unit, verdict })
}
