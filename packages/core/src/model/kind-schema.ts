import type { JsonObject } from './json.ts'

/** The schema of one version of a kind. */
export interface KindSchema {
  /** The API group. */
  readonly group: string
  readonly version: string
  readonly kind: string
  /** In the form of OpenAPI v3, without references, and with nothing but what matters for comparing. */
  readonly schema: JsonObject
}
