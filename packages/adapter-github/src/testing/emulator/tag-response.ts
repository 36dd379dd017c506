import { createHash } from 'node:crypto'
import type { Incoming } from './incoming.ts'

const withoutWeakness = (tag: string) => tag.trim().replace(/^W\//, '')

/** Gives a successful read an ETag, and turns it into 304 where the client has that version (RFC 9110, 13.1.2). */
export const tagResponse = async (incoming: Incoming, response: Response): Promise<Response> => {
  if (!['GET', 'HEAD'].includes(incoming.method) || response.status !== 200) return response
  const body = Buffer.from(await response.arrayBuffer())
  const tag = `"${createHash('sha256').update(body).digest('hex')}"`
  const headers = new Headers(response.headers)
  headers.set('etag', `W/${tag}`)
  headers.set('cache-control', 'private, max-age=60, s-maxage=60')
  const known = (incoming.headers.get('if-none-match') ?? '').split(',').map(withoutWeakness)
  if (!known.includes(tag) && !known.includes('*')) return new Response(body, { status: 200, headers })
  headers.delete('content-type')
  return new Response(null, { status: 304, headers })
}
