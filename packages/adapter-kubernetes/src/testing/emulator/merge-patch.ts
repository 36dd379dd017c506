import { isJsonObject, type JsonObject, type JsonValue } from './json.ts'

/** Applies a JSON merge patch (RFC 7396). */
export function applyMergePatch(object: JsonObject, patch: JsonObject): JsonObject {
  const result: Record<string, JsonValue> = { ...object }
  for (const [name, value] of Object.entries(patch)) {
    const present = result[name]
    if (value === null) delete result[name]
    else if (isJsonObject(value)) result[name] = applyMergePatch(isJsonObject(present) ? present : {}, value)
    else result[name] = value
  }
  return result
}
