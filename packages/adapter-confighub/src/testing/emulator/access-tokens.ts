import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { type Account, accountOf } from './accounts.ts'
import { Refusal } from './refusal.ts'
import type { ResolvedOptions } from './resolve-options.ts'

/** Issues and checks access tokens: JWTs (RFC 7519, HS256) that outlive a restart of the emulator. */
export interface AccessTokens {
  issue(account: Account): string
  /** Takes the value of the Authorization header. Throws a 401 refusal where it opens nothing. */
  check(authorization: string | null): Account
  /** Makes every token issued until now invalid; fixed tokens of people stay. */
  revoke(): void
}

const claims = z.object({ email: z.string(), exp: z.number(), series: z.number() })

/** Creates the tokens of one emulator. The key is no secret: an emulator holds nothing worth guarding. */
export function createAccessTokens(options: ResolvedOptions): AccessTokens {
  let series = 1
  let issued = 0
  const seconds = () => Math.floor(options.now().getTime() / 1000)
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const sign = (text: string) => createHmac('sha256', 'confighub-emulator').update(text).digest()

  const accountOfIssued = (token: string): Account | undefined => {
    const [header = '', payload = '', signature = ''] = token.split('.')
    const expected = sign(`${header}.${payload}`)
    const given = Buffer.from(signature, 'base64url')
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined
    const parsed = claims.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')))
    if (!parsed.success || parsed.data.series < series || parsed.data.exp <= seconds()) return undefined
    return accountOf(options, parsed.data.email)
  }

  return {
    issue(account) {
      issued += 1
      const iat = seconds()
      const exp = iat + options.tokenLifetimeSeconds
      const payload = { sub: account.userId, email: account.email, iat, exp, jti: `${issued}`, series }
      const unsigned = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(payload)}`
      return `${unsigned}.${sign(unsigned).toString('base64url')}`
    },
    check(authorization) {
      const token = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1]
      const person = options.people.find((candidate) => token !== undefined && candidate.token === token)
      const account = person ? accountOf(options, person.email) : accountOfIssued(token ?? '')
      if (!account) throw new Refusal(401, 'Unauthorized: the bearer token is missing, unknown or expired.')
      return account
    },
    revoke() {
      series += 1
    },
  }
}
