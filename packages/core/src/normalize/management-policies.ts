import { getField } from '../model/get-field.ts'
import { isJsonList, type JsonObject } from '../model/json.ts'

/**
 * Whether a Crossplane provider puts back what was changed outside of the cluster. It does unless the object's
 * `spec.managementPolicies` leave out `Update`; objects of other kinds have none.
 */
export function putsBack(object: JsonObject): boolean {
  return allows(object, 'Update')
}

/** Whether a Crossplane provider may fill in fields of the spec that nobody set (late initialisation). */
export function lateInitializes(object: JsonObject): boolean {
  return allows(object, 'LateInitialize')
}

function allows(object: JsonObject, policy: string): boolean {
  const policies = getField(object, ['spec', 'managementPolicies'])
  return !isJsonList(policies) || policies.includes('*') || policies.includes(policy)
}
