import { Refusal } from '../refusal.ts'

/** Reads a JSON body of one of the given media types. Throws a 400 refusal for another type or other text. */
export function readJson(headers: Headers, body: Uint8Array, types: readonly string[]): unknown {
  assertMediaType(headers, types)
  try {
    return JSON.parse(new TextDecoder().decode(body))
  } catch {
    throw new Refusal(400, 'Invalid body: it is no JSON.')
  }
}

function assertMediaType(headers: Headers, types: readonly string[]): void {
  const type = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? ''
  if (!types.includes(type)) {
    throw new Refusal(400, `Invalid Content-Type '${type}': expected ${types.join(' or ')}.`)
  }
}
