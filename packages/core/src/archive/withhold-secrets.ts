import type { BaseTree } from '../compare/base-tree.ts'
import { isJsonObject } from '../model/json.ts'
import { addPath } from '../model/path-set.ts'
import { isSecret } from '../model/secret-fields.ts'
import { setField } from '../model/set-field.ts'
import type { UnitTree } from '../normalize/unit-tree.ts'

const secretFields = ['data', 'stringData'] as const

/** The keys of the Secrets among a unit's resources (core `v1`). */
export function secretKeys(tree: UnitTree): readonly string[] {
  return Object.keys(tree).filter(isSecret)
}

/** The base without the values of Secrets: the archive keeps none, so these fields have no base. */
export function withholdSecrets(base: BaseTree): BaseTree {
  if (!isJsonObject(base.value)) return base
  let value: BaseTree['value'] = base.value
  let { unknown } = base
  for (const key of Object.keys(base.value).filter(isSecret)) {
    for (const field of secretFields) {
      value = setField(value, [key, field], undefined)
      unknown = addPath(unknown, [key, field])
    }
  }
  return { value, unknown }
}
