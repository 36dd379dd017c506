import { Refusal } from '../refusal.ts'

/** Reads a boolean query parameter; an absent one is false. Throws a 400 refusal for other words. */
export function readFlag(query: URLSearchParams, name: string): boolean {
  const value = query.get(name)
  if (value === null || value === 'false') return false
  if (value === 'true') return true
  throw new Refusal(400, `Invalid ${name}: '${value}'.`)
}
