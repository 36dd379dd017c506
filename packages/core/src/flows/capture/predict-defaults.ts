import type { Call } from '../../contract/call.ts'
import type { Endpoint } from '../../contract/endpoint.ts'
import { isJsonObject, type JsonObject } from '../../model/json.ts'
import { findUndeclared } from '../../plan/find-undeclared.ts'
import type { LiveResource, LiveUnit } from '../../plan/live-unit.ts'
import type { CaptureUnit } from '../../plan/plan-capture.ts'

/**
 * Asks the clusters what they would make of the resources from which a capture would take fields that nothing
 * declares, so that defaults can be told from edits. Answers the units of which anything became known; a cluster
 * that may not be asked leaves it at what the table of defaults knows.
 */
export async function predictDefaults(
  planned: readonly CaptureUnit[],
  live: readonly Endpoint[],
  call: Call,
): Promise<ReadonlyMap<string, LiveUnit>> {
  const units = new Map<string, LiveUnit>()
  for (const { live: unit, decided } of planned) {
    const wanted = findUndeclared(decided)
    if (wanted.size === 0) continue
    const resources: LiveResource[] = []
    for (const resource of unit.resources) {
      const ask = wanted.has(resource.resource) ? live[resource.cluster]?.resources : undefined
      const prediction = await ask?.predict?.(declaredObject(unit, resource), call)
      resources.push(
        prediction?.kind === 'predicted' ? { ...resource, predicted: prediction.object } : resource,
      )
    }
    units.set(unit.unit, { ...unit, resources })
  }
  return units
}

// As ConfigHub has it, in the namespace in which it is live.
function declaredObject(unit: LiveUnit, { resource, object }: LiveResource): JsonObject {
  const declared = unit.headTree[resource] ?? {}
  const metadata = isJsonObject(declared['metadata']) ? declared['metadata'] : {}
  const namespace = isJsonObject(object['metadata']) ? object['metadata']['namespace'] : undefined
  return { ...declared, metadata: namespace === undefined ? metadata : { ...metadata, namespace } }
}
