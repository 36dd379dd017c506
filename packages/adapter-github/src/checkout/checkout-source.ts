import { AdapterError, type Call, type Source, TidewayError, type UnitHead } from '@tideway/core'
import { checkAborted } from '../git/check-aborted.ts'
import type { RenderedUnit } from './units/rendered-unit.ts'

/** Renders the units of the environment; it is asked again after a failure only. */
export type UnitRenderer = (call: Call) => Promise<ReadonlyMap<string, RenderedUnit>>

/** Rendered units as a Source: a unit's revision is the digest of its text. */
export function createCheckoutSource(render: UnitRenderer, endpoint: string): Source {
  return {
    async *list(query, call) {
      const units = await renderOrThrow(render, endpoint, call)
      for (const unit of units.values()) {
        if (query.units?.includes(unit.unit) === false) continue
        if (unit.kind === 'rendered') yield { kind: 'unit', head: headOf(unit.unit, unit.text, call) }
        else
          yield { kind: 'unreadable', ref: { unit: unit.unit }, error: toAdapterError(unit.error, endpoint) }
      }
      yield { kind: 'complete' }
    },
    async *read(refs, call) {
      const units = await renderOrThrow(render, endpoint, call)
      for (const ref of refs) {
        const unit = units.get(ref.unit)
        if (unit === undefined) yield { kind: 'absent', ref }
        else if (unit.kind === 'rendered') {
          yield { kind: 'unit', head: headOf(unit.unit, unit.text, call), text: unit.text }
        } else yield { kind: 'unreadable', ref, error: toAdapterError(unit.error, endpoint) }
      }
    },
  }
}

function headOf(unit: string, text: string, call: Call): UnitHead {
  const digest = call.sha256(text)
  return { ref: { unit }, revision: digest, digest, labels: {}, annotations: {} }
}

async function renderOrThrow(
  render: UnitRenderer,
  endpoint: string,
  call: Call,
): Promise<ReadonlyMap<string, RenderedUnit>> {
  checkAborted(call, endpoint)
  try {
    return await render(call)
  } catch (error) {
    if (AdapterError.isInstance(error) || !TidewayError.isInstance(error)) throw error
    throw toAdapterError(error, endpoint)
  }
}

function toAdapterError(error: TidewayError, endpoint: string): AdapterError {
  return new AdapterError({
    kind: 'invalid-response',
    code: error.code,
    endpoint,
    message: error.problem,
    next: error.next,
    cause: error,
  })
}
