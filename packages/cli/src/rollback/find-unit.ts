import {
  AdapterError,
  type Call,
  type Endpoint,
  type History,
  type Source,
  TidewayError,
  type UnitHead,
} from '@tideway/core'
import { unknownUnit } from '../project/unknown-unit.ts'

/** A unit in the authority, with what it takes to look at its past. */
export interface FoundUnit {
  readonly head: UnitHead
  readonly source: Source
  readonly history: History
}

/**
 * Finds a unit by name. Throws `TIDEWAY_NOT_FOUND` where there is none, `TIDEWAY_UNREADABLE` where it cannot be
 * read, and an `AdapterError` of kind `unsupported` where the store keeps no history.
 */
export async function findUnit(confighub: Endpoint, unit: string, call: Call): Promise<FoundUnit> {
  const { source, history } = confighub
  if (source === undefined || history === undefined) throw withoutHistory(confighub)
  for await (const item of source.list({ units: [unit] }, call)) {
    if (item.kind === 'unit' && item.head.ref.unit === unit) return { head: item.head, source, history }
    if (item.kind === 'unreadable' && item.ref.unit === unit) throw unreadable(confighub, unit, item.error)
  }
  const names: string[] = []
  for await (const item of source.list({}, call)) if (item.kind === 'unit') names.push(item.head.ref.unit)
  throw unknownUnit(`${confighub.name} has no unit ${unit}`, unit, names)
}

function withoutHistory(confighub: Endpoint): AdapterError {
  return new AdapterError({
    kind: 'unsupported',
    endpoint: confighub.name,
    message: 'the endpoint keeps no history',
    next: 'use an endpoint that has it',
  })
}

function unreadable(confighub: Endpoint, unit: string, cause: AdapterError): TidewayError {
  return new TidewayError({
    code: 'TIDEWAY_UNREADABLE',
    message: `${confighub.name} has a unit ${unit} that cannot be read: ${cause.message}`,
    next: 'repair it; unreadable is never taken for absent',
    cause,
  })
}
