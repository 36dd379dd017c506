import { AdapterError, type Call } from '@tideway/core'
import type { ResolvedOptions } from '../resolve-options.ts'
import type { Transport } from './create-transport.ts'
import { logIn } from './log-in.ts'
import { wayOut } from './map-status.ts'
import type { Redactor } from './redactor.ts'
import { tokenExpiry } from './token-expiry.ts'

/** Where the bearer token of every request comes from. */
export interface AccessTokens {
  /** A token that has not expired, as far as it says; requests that come together share one login. */
  get(call: Call): Promise<string>
  /** Says that the server refused a token. False where there is no way to get another. */
  discard(token: string): boolean
}

// A token is not used in its last moments, for a request takes some time and clocks differ.
const renewalMarginMs = 30_000

/** Creates the source of tokens for the configured credentials. */
export function createAccessTokens(
  options: ResolvedOptions,
  transport: Transport,
  redactor: Redactor,
): AccessTokens {
  const { credentials, endpoint } = options
  if (credentials.kind === 'token' && typeof credentials.token === 'string') {
    const { token } = credentials
    return { get: async () => token, discard: () => false }
  }
  const obtain = async (call: Call): Promise<string> => {
    const token =
      credentials.kind === 'worker'
        ? await logIn(transport, credentials, endpoint, call)
        : await askForToken(credentials.token, endpoint)
    redactor.add(token)
    return token
  }
  let current: Promise<string> | undefined
  let known: string | undefined

  return {
    async get(call) {
      if (known !== undefined && isExpired(known, call.now())) {
        known = undefined
        current = undefined
      }
      if (current === undefined) {
        const asked = obtain(call)
        current = asked
        asked.then(
          (token) => {
            if (current === asked) known = token
          },
          () => {
            // A failed login is not remembered: the next request tries again.
            if (current === asked) current = undefined
          },
        )
      }
      return current
    },
    discard(token) {
      if (known === token) {
        known = undefined
        current = undefined
      }
      return true
    },
  }
}

function isExpired(token: string, now: number): boolean {
  const expiry = tokenExpiry(token)
  return expiry !== undefined && now >= expiry - renewalMarginMs
}

async function askForToken(ask: string | (() => Promise<string>), endpoint: string): Promise<string> {
  const token = typeof ask === 'string' ? ask : await ask().catch(() => undefined)
  // A header cannot carry anything else, and fetch would show the token in its complaint.
  if (typeof token === 'string' && /^[\x21-\x7e]+$/.test(token)) return token
  throw new AdapterError({
    kind: 'unauthorized',
    endpoint,
    message: 'the function in credentials.token failed, or answered no token',
    next: wayOut('unauthorized'),
  })
}
