import type { Answer } from './answer.ts'

/** Writes an answer as a Web-standard response. */
export const renderResponse = (answer: Answer): Response => {
  const { status, body, bytes, headers } = answer
  if (bytes !== undefined) {
    return new Response(Buffer.from(bytes), {
      status,
      headers: { 'content-type': 'application/octet-stream', ...headers },
    })
  }
  if (body === undefined) return new Response(null, { status, headers: { ...headers } })
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  })
}
