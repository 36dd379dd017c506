import type { ServerAnswer } from './send-request.ts'

/** The body of an answer, or why it cannot be used. */
export type BodyText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'not-utf8' }

/** Reads a body as UTF-8, up to a size; one that breaks off rejects. */
export async function readBody(body: ServerAnswer['body'], maxBytes: number): Promise<BodyText> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body ?? []) {
    size += chunk.length
    if (size > maxBytes) return { kind: 'too-large' }
    chunks.push(chunk)
  }
  try {
    return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)) }
  } catch {
    return { kind: 'not-utf8' }
  }
}
