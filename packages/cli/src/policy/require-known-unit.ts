import type { Call, Endpoint } from '@tideway/core'
import { unknownUnit } from '../project/unknown-unit.ts'

/** Throws `TIDEWAY_NOT_FOUND` for a unit that neither side has, unless it cannot be read there. */
export async function requireKnownUnit(
  [left, right]: readonly [Endpoint, Endpoint],
  unit: string,
  call: Call,
): Promise<void> {
  const names = new Set<string>()
  for (const { source } of [left, right]) {
    for await (const item of source?.list({}, call) ?? []) {
      if (item.kind === 'unit') names.add(item.head.ref.unit)
      if (item.kind === 'unreadable') names.add(item.ref.unit)
    }
  }
  if (!names.has(unit))
    throw unknownUnit(`neither ${left.name} nor ${right.name} has a unit ${unit}`, unit, names)
}
