import { digest } from '../digest.ts'
import { matchesEntityTag, writeEntityTag } from '../entity-tag.ts'
import type { RouteCall } from './route.ts'

/** Answers a text as bytes with its ETag, or 304 where If-None-Match names it already. */
export function answerBytes({ world, headers }: RouteCall, text: string): Response {
  const hash = digest(text)
  const tag = { ETag: writeEntityTag(hash, world.options) }
  const known = headers.get('if-none-match')
  if (known !== null && matchesEntityTag(known, hash, 'accept')) {
    return new Response(null, { status: 304, headers: tag })
  }
  const bytes = new TextEncoder().encode(text)
  return new Response(bytes, { headers: { ...tag, 'Content-Type': 'application/octet-stream' } })
}
