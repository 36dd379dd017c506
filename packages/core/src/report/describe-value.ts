import type { BaseValue } from '../compare/field-change.ts'
import type { FieldPath } from '../model/field-path.ts'
import { isJsonObject, type Tree } from '../model/json.ts'
import type { ResourceKey } from '../model/resource-identity.ts'
import { isSecret, isSecretField } from '../model/secret-fields.ts'

// Longer values are cut in reports: the whole value is in the stores.
const longestValue = 200

/** A value as people read it: JSON in one line, cut after 200 characters; undefined where it is absent. */
export function describeValue(resource: ResourceKey, path: FieldPath, value: Tree): string | undefined {
  if (value === undefined) return undefined
  if (path.length > 0 && isSecretField(resource, path)) return '<secret>'
  const shown = isSecret(resource) ? withoutSecrets(value) : value
  const text = JSON.stringify(shown, (_, item: unknown) => (typeof item === 'bigint' ? String(item) : item))
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text
}

/** The base's value as people read it; `<unknown>` where nobody remembers it. */
export function describeBase(resource: ResourceKey, path: FieldPath, base: BaseValue): string | undefined {
  return base.kind === 'unknown' ? '<unknown>' : describeValue(resource, path, base.value)
}

function withoutSecrets(value: Tree): Tree {
  if (!isJsonObject(value)) return '<secret>'
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      key === 'data' || key === 'stringData' ? '<secret>' : item,
    ]),
  )
}
