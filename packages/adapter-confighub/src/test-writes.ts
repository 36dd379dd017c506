import type { UnitWrite } from '@tideway/core'
import { startTestEndpoint, type TestEndpoint } from './start-test-endpoint.ts'
import type { UnitRecord } from './testing/emulator/state.ts'

/** The description of a publish. */
export const description: string = 'CI: more memory (tideway 0123456789ab)'

/** A write of a text. */
export type TextWrite = Extract<UnitWrite, { readonly kind: 'create' | 'update' }>

/** A new text for a unit at a revision. */
export function update(expected: string, text: string, unit = 'web'): TextWrite {
  return { kind: 'update', key: unit, ref: { unit }, expected, text, description }
}

/** A text for a unit that is not there. */
export function create(text: string, unit = 'web'): TextWrite {
  return { kind: 'create', key: unit, ref: { unit }, expected: 'absent', text, description }
}

/** An endpoint whose space has the unit `web`, at revision 2. */
export interface EndpointWithUnit extends TestEndpoint {
  readonly id: string
  /** What the server holds of the unit. */
  stored(): (UnitRecord & { readonly text: string }) | undefined
}

/** Starts an endpoint whose space has the unit `web`. */
export async function startWithUnit(
  text = 'a: 1\n',
  ...options: Parameters<typeof startTestEndpoint>
): Promise<EndpointWithUnit> {
  const started = await startTestEndpoint(...options)
  const id = started.emulator.addUnit({ space: 'prod', slug: 'web', text })
  return { ...started, id, stored: () => started.emulator.read('prod', 'web') }
}
