import { getField } from '../../model/get-field.ts'
import { isJsonList, type JsonObject } from '../../model/json.ts'
import type { ResourceKey } from '../../model/resource-identity.ts'
import type { EmptyUnit } from './find-empty-units.ts'

/** Why a live object that was found belongs to no unit, in words; it is never guessed to which it could belong. */
export function describeUnmapped(
  key: ResourceKey,
  object: JsonObject,
  place: string,
  empty: readonly EmptyUnit[],
): string {
  const withdrawn = empty.find(
    (unit) => unit.kind === 'withdrawn' && unit.held.some((held) => isSame(held, key)),
  )
  if (withdrawn !== undefined)
    return `withdrawn: ${key} in ${place} is still live, unit ${withdrawn.unit} is empty`
  const label = (name: string) => getField(object, ['metadata', 'labels', `crossplane.io/${name}`])
  const claim = label('claim-name')
  if (typeof claim === 'string')
    return `composed: ${key} in ${place} was made for the claim ${String(label('claim-namespace'))}/${claim}`
  const composite = label('composite')
  if (typeof composite === 'string')
    return `composed: ${key} in ${place} was made for the composite ${composite}`
  const maker = findMaker(object)
  if (maker !== undefined) return `owned: ${key} in ${place} was made by ${maker}`
  return `unmapped: ${key} in ${place} belongs to no unit`
}

// What a controller makes (a Pod of a ReplicaSet) names it as the one owner that controls it.
function findMaker(object: JsonObject): string | undefined {
  const owners = getField(object, ['metadata', 'ownerReferences'])
  const owner = isJsonList(owners) ? owners.find((one) => getField(one, ['controller']) === true) : undefined
  if (owner === undefined) return undefined
  return `${String(getField(owner, ['kind']))} ${String(getField(owner, ['name']))}`
}

// A unit's text need not name the namespace.
function isSame(held: ResourceKey, key: ResourceKey): boolean {
  return held === key || held === key.replace(/\/[^/]*\//, '//')
}
