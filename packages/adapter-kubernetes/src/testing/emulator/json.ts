/** A value as JSON carries it. Integers beyond 2^53 lose precision, because `JSON.parse` does. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject

/** A JSON object. The emulator never changes one in place. */
export interface JsonObject {
  readonly [key: string]: JsonValue
}

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function isJsonList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value)
}

export function objectAt(object: JsonObject, key: string): JsonObject {
  const value = object[key]
  return isJsonObject(value) ? value : {}
}

export function textAt(object: JsonObject, key: string): string | undefined {
  const value = object[key]
  return typeof value === 'string' ? value : undefined
}

/** The object with some members replaced; a member given as `undefined` is left out. */
export function withMembers(
  object: JsonObject,
  changes: { readonly [key: string]: JsonValue | undefined },
): JsonObject {
  const result: Record<string, JsonValue> = {}
  for (const [key, value] of Object.entries({ ...object, ...changes })) {
    if (value !== undefined) result[key] = value
  }
  return result
}
