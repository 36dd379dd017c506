import { createPublicKey, randomBytes, verify } from 'node:crypto'
import { z } from 'zod'
import type { Answer } from '../answer.ts'
import { readToken } from '../authorize.ts'
import { GitHubError } from '../github-error.ts'
import type { Incoming } from '../incoming.ts'
import type { App, World } from '../world.ts'
import { renderUser } from './render-user.ts'

const headerSchema = z.object({ alg: z.literal('RS256') })
const claimsSchema = z.object({ iss: z.union([z.string(), z.number()]), iat: z.int(), exp: z.int() })

// https://docs.github.com/apps/creating-github-apps/authenticating-with-a-github-app
const longestSeconds = 600
const tokenMilliseconds = 3_600_000

const decode = (part: string): unknown => {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString())
  } catch {
    return undefined
  }
}

const refuse = (message: string) => new GitHubError(401, message)

/** The app that signed the request's JSON web token; throws GitHub's 401 for any other. */
const authenticateApp = (incoming: Incoming, world: World): App => {
  const parts = (readToken(incoming.headers.get('authorization') ?? '') ?? '').split('.')
  const [head = '', body = '', signature = ''] = parts
  const claims = claimsSchema.safeParse(decode(body))
  if (parts.length !== 3 || !headerSchema.safeParse(decode(head)).success || !claims.success) {
    throw refuse('A JSON web token could not be decoded')
  }
  const { iss, iat, exp } = claims.data
  const app = world.apps.get(String(iss))
  if (app === undefined) throw refuse('Integration not found')
  const key = createPublicKey(app.publicKey)
  if (!verify('sha256', Buffer.from(`${head}.${body}`), key, Buffer.from(signature, 'base64url'))) {
    throw refuse('A JSON web token could not be decoded')
  }
  const now = Date.parse(world.now()) / 1000
  if (iat > now + 60) throw refuse("'Issued at' claim ('iat') must be an Integer in the past")
  if (exp <= now || exp > now + longestSeconds) {
    throw refuse("'Expiration time' claim ('exp') is too far in the future")
  }
  return app
}

/** Answers what only an app may ask: its installation on a repository, and that one's tokens. Undefined for others. */
export const answerApp = (incoming: Incoming, path: string, world: World): Answer | undefined => {
  const [, name] = /^\/repos\/([^/]+\/[^/]+)\/installation$/.exec(path) ?? []
  if (name !== undefined && incoming.method === 'GET') {
    const app = authenticateApp(incoming, world)
    if (!app.repositories.includes(name)) throw new GitHubError(404, 'Not Found')
    // One installation for each app, so that they share their number.
    const { id, slug, account } = app
    const body = { id, app_id: id, app_slug: slug, account: renderUser(world, account.login) }
    return { status: 200, body }
  }
  const [, installation] = /^\/app\/installations\/(\d+)\/access_tokens$/.exec(path) ?? []
  if (installation === undefined || incoming.method !== 'POST') return undefined
  const { id, account, permission } = authenticateApp(incoming, world)
  if (String(id) !== installation) throw new GitHubError(404, 'Not Found')
  const endsAt = Date.parse(world.now()) + tokenMilliseconds
  const token = `ghs_${randomBytes(18).toString('hex')}`
  world.installationTokens.set(token, { account, endsAt })
  const expires_at = new Date(endsAt).toISOString().replace('.000Z', 'Z')
  const permissions = {
    contents: permission,
    pull_requests: permission,
    statuses: permission,
    metadata: 'read',
  }
  return { status: 201, body: { token, expires_at, permissions, repository_selection: 'selected' } }
}
