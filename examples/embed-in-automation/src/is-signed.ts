import { createHmac, timingSafeEqual } from 'node:crypto'

/** Tells whether GitHub signed these bytes with the webhook's secret (header `X-Hub-Signature-256`). */
export function isSigned(body: Uint8Array, signature: string | undefined, secret: string): boolean {
  const expected = Buffer.from(`sha256=${createHmac('sha256', secret).update(body).digest('hex')}`)
  const given = Buffer.from(signature ?? '')
  return given.length === expected.length && timingSafeEqual(given, expected)
}
