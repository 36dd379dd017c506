import type { FieldPath } from '../model/field-path.ts'
import { parseResourceKey, type ResourceKey } from '../model/resource-identity.ts'
import { podSpecPlaces } from './pod-spec-places.ts'

/** Where a field is in the pod spec of a built-in workload, from the pod spec on; undefined where it is in none. */
export function placeInPodSpec(resource: ResourceKey, path: FieldPath): string | undefined {
  const { group, kind } = parseResourceKey(resource)
  const podSpec = podSpecPlaces[group === '' ? kind : `${kind}.${group}`]
  if (podSpec === undefined || !`/${path.join('/')}`.startsWith(`${podSpec}/`)) return undefined
  return path
    .slice(podSpec.split('/').length - 1)
    .map((segment) => `/${segment.replaceAll('/', '|')}`)
    .join('')
}
