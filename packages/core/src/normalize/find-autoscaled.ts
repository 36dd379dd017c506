import { getField } from '../model/get-field.ts'
import type { JsonObject } from '../model/json.ts'
import { formatResourceKey, parseResourceKey, type ResourceKey } from '../model/resource-identity.ts'

/** The resources that autoscalers target. */
export interface Autoscaled {
  includes(resource: ResourceKey): boolean
}

/** Finds what the HorizontalPodAutoscalers among some resources target; a namespace that is not written fits any. */
export function findAutoscaled(resources: Iterable<JsonObject>): Autoscaled {
  const targets = new Set<string>()
  for (const resource of resources) {
    if (resource['kind'] !== 'HorizontalPodAutoscaler') continue
    const text = (...path: readonly string[]) => {
      const value = getField(resource, path)
      return typeof value === 'string' ? value : ''
    }
    const version = text('spec', 'scaleTargetRef', 'apiVersion')
    targets.add(
      formatResourceKey({
        group: version.includes('/') ? version.slice(0, version.indexOf('/')) : '',
        kind: text('spec', 'scaleTargetRef', 'kind'),
        namespace: text('metadata', 'namespace'),
        name: text('spec', 'scaleTargetRef', 'name'),
      }),
    )
  }
  return {
    includes: (resource) =>
      targets.has(resource) ||
      targets.has(formatResourceKey({ ...parseResourceKey(resource), namespace: '' })),
  }
}
