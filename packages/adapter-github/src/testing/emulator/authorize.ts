import { GitHubError } from './github-error.ts'
import type { Account, World } from './world.ts'

/** The token or password of an `Authorization` header. */
export const readToken = (header: string): string | undefined => {
  const [scheme = '', value = ''] = header.split(' ')
  if (/^(bearer|token)$/i.test(scheme)) return value
  // Git sends the token as the password of any user; some clients send it as the user.
  if (/^basic$/i.test(scheme)) {
    const [user = '', password = ''] = Buffer.from(value, 'base64').toString().split(':')
    return password === '' || password === 'x-oauth-basic' ? user : password
  }
  return undefined
}

const findInstallation = (world: World, token: string): Account | undefined => {
  const known = world.installationTokens.get(token)
  return known === undefined || known.endsAt < Date.parse(world.now()) ? undefined : known.account
}

/** Whose token a request carries; undefined without one. Throws 401 "Bad credentials" for one that is unknown. */
export const authenticate = (world: World, header: string | null): Account | undefined => {
  if (header === null) return undefined
  const token = readToken(header) ?? ''
  const account = world.tokens.get(token) ?? findInstallation(world, token)
  if (account === undefined) throw new GitHubError(401, 'Bad credentials')
  return account
}

/** True where the account may see the repository. */
export const maySee = (world: World, account: Account | undefined, fullName: string): boolean => {
  if (account === undefined) return world.anonymousRead
  return account.repositories === 'all' || account.repositories.includes(fullName)
}

/** Throws the refusal of a write by somebody who may see the repository but not write to it. */
export const requireWrite = (world: World, account: Account | undefined): void => {
  if (account === undefined) throw new GitHubError(401, 'Requires authentication')
  if (account.permission === 'write') return
  if (world.beliefs.writeRefusal === 'not-found') throw new GitHubError(404, 'Not Found')
  const token = account.kind === 'Bot' ? 'integration' : 'personal access token'
  throw new GitHubError(403, `Resource not accessible by ${token}`)
}
