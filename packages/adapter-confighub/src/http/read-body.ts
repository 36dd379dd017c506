/** The body of an answer, or why it cannot be used. A body that breaks off rejects. */
export type BodyText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'not-utf8' }

/** Reads a body as UTF-8, exactly: a byte order mark stays, and bytes that are no UTF-8 are not guessed at. */
export async function readBody(response: Response, maxBytes: number): Promise<BodyText> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  const parts: string[] = []
  let size = 0
  const reader = response.body?.getReader()
  while (reader !== undefined) {
    const { done, value } = await reader.read()
    if (done) break
    size += value.length
    if (size > maxBytes) {
      await reader.cancel()
      return { kind: 'too-large' }
    }
    const part = decode(() => decoder.decode(value, { stream: true }))
    if (part === undefined) {
      await reader.cancel()
      return { kind: 'not-utf8' }
    }
    parts.push(part)
  }
  const rest = decode(() => decoder.decode())
  return rest === undefined ? { kind: 'not-utf8' } : { kind: 'text', text: parts.join('') + rest }
}

function decode(step: () => string): string | undefined {
  try {
    return step()
  } catch {
    return undefined
  }
}
