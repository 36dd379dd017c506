/** A JSON value as tideway holds it; integers past 2^53 are bigint, so that no digit is lost. */
export type Json = null | boolean | number | bigint | string | readonly Json[] | JsonObject

/** A JSON object; created without a prototype by the parser, so that odd keys are only keys. */
export interface JsonObject {
  readonly [key: string]: Json
}

/** A value that may be missing: `undefined` is absent, which is not the same as `null`. */
export type Tree = Json | undefined

/** Tells a JSON object from lists, scalars and absent values. */
export function isJsonObject(value: Tree): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Tells a JSON list from everything else. */
export function isJsonList(value: Tree): value is readonly Json[] {
  return Array.isArray(value)
}
