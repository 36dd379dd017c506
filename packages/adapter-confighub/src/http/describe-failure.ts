// Codes of Node and undici for a connection that was never made.
const unconnected = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'])

/** Puts what a failed fetch rejected with into words: its message and those of its causes. */
export function describeFailure(error: unknown): { readonly sent: boolean; readonly reason: string } {
  const messages: string[] = []
  let sent = true
  let current = error
  for (let depth = 0; depth < 5 && current instanceof Error; depth += 1) {
    const code = 'code' in current && typeof current.code === 'string' ? current.code : undefined
    if (code !== undefined && unconnected.has(code)) sent = false
    const message = current.message || code
    if (message !== undefined) messages.push(message)
    current = current.cause
  }
  return { sent, reason: messages.join(': ') || 'the connection failed' }
}
