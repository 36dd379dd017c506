import { z } from 'zod'

const claims = z.object({ exp: z.number() })

/** When a JWT expires (RFC 7519, 4.1.4), in milliseconds since 1970; undefined for a token that does not say. */
export function tokenExpiry(token: string): number | undefined {
  const payload = token.split('.')[1]
  if (payload === undefined) return undefined
  try {
    const text = atob(payload.replaceAll('-', '+').replaceAll('_', '/'))
    return claims.parse(JSON.parse(text)).exp * 1000
  } catch {
    return undefined
  }
}
