import type { JsonObject } from '@tideway/core'

declare global {
  interface JSON {
    /** TC39's proposal JSON.parse source text access, in Node since 21; not yet in the library of TypeScript. */
    rawJSON(text: string): object
  }
}

/** Writes JSON without losing a digit of an integer past 2^53. */
export function printJson(value: JsonObject): string {
  return JSON.stringify(value, (_, item) => (typeof item === 'bigint' ? JSON.rawJSON(String(item)) : item))
}
