import { z } from 'zod'

/** What keeps a unit's head from being released or applied. */
export interface Gates {
  /** Gates and validation errors, by name. */
  readonly gates: readonly string[]
  /** True while the server has yet to run its triggers on the head. */
  readonly awaitsTriggers: boolean
}

type GateMap = Readonly<Record<string, unknown>> | null | undefined

const map: z.ZodType<GateMap> = z.record(z.string(), z.unknown()).nullish()

/** The fields that tell of gates. ApplyGates is the older, deprecated copy of ValidationErrors. */
export const gateFields: { readonly ApplyGates: typeof map; readonly ValidationErrors: typeof map } = {
  ApplyGates: map,
  ValidationErrors: map,
}

const awaiting = 'awaiting/triggers'

/** Reads which gates are closed. */
export function readGates(unit: {
  readonly ApplyGates?: GateMap
  readonly ValidationErrors?: GateMap
}): Gates {
  const closed = Object.entries({ ...unit.ApplyGates, ...unit.ValidationErrors })
    .filter(([, value]) => value !== false && value !== null)
    .map(([name]) => name)
  return { gates: closed.filter((name) => name !== awaiting), awaitsTriggers: closed.includes(awaiting) }
}
