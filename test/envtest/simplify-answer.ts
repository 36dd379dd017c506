import { isJsonList, isJsonObject, type Json, type JsonObject } from '@tideway/core'
import type { JsonAnswer } from './json-client.ts'

/** An answer without what differs from run to run. */
export interface SimpleAnswer {
  readonly status: number
  readonly body: JsonObject
}

// What differs from run to run; a time stays as the fact that there is one.
const own = new Set(['uid', 'resourceVersion', 'continue'])
const times = new Set(['creationTimestamp', 'deletionTimestamp', 'time'])

/** Leaves out what differs from run to run, and puts members and field managers in one order. */
export function simplifyAnswer({ status, body }: JsonAnswer): SimpleAnswer {
  return { status, body: simplifyObject(body) }
}

function simplify(value: Json, name: string): Json {
  if (isJsonList(value)) {
    const items = value.map((item) => simplify(item, ''))
    return name === 'managedFields' ? sortManagers(items) : items
  }
  if (typeof value === 'string')
    return value.replaceAll(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, 'a uid')
  return isJsonObject(value) ? simplifyObject(value) : value
}

function simplifyObject(value: JsonObject): JsonObject {
  const members = Object.entries(value).filter(([member]) => !own.has(member))
  return Object.fromEntries(
    members
      .toSorted(([left], [right]) => (left < right ? -1 : 1))
      .map(([member, content]) => [member, times.has(member) ? 'a time' : simplify(content, member)]),
  )
}

/** Puts one value for all that differs from run to run, so that an object can be recorded. */
export function fixRunValues(value: JsonObject): JsonObject {
  return JSON.parse(JSON.stringify(value), (name, member) => {
    if (name === 'managedFields') return sortManagers(member)
    if (own.has(name)) return name === 'uid' ? '00000000-0000-4000-8000-000000000000' : '1'
    return times.has(name) ? '2026-01-01T00:00:00Z' : member
  })
}

// The server sorts managers by the second, so that their order depends on how fast a test runs.
function sortManagers(entries: readonly Json[]): readonly Json[] {
  return entries.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
}
