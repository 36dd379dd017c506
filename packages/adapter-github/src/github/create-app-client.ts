import { createPrivateKey } from 'node:crypto'
import { AdapterError, type Call } from '@tideway/core'
import { z } from 'zod'
import { createOctokit } from './create-octokit.ts'
import { openGitHubApi } from './github-api.ts'
import type { GitHubApp, GitHubClient, ResolvedGitHubOptions } from './github-options.ts'

/** What makes the requests of an app; `createAppAuth` of `@octokit/auth-app` is one. */
type AuthStrategy = (options: Readonly<Record<string, unknown>>) => object

const library = z.object({
  createAppAuth: z.custom<AuthStrategy>((value) => typeof value === 'function'),
})
const installationSchema = z.object({ id: z.number() })

/**
 * Makes the client of a GitHub App: it signs in as the app's installation that has the repository. That is the work
 * of `@octokit/auth-app`, an optional peer that only such users need. Tokens are renewed before they end.
 */
export async function createAppClient(
  options: ResolvedGitHubOptions & { readonly app: GitHubApp },
  endpoint: string,
  call: Call,
  load: () => Promise<unknown> = loadLibrary,
): Promise<GitHubClient> {
  const { app, owner, repo } = options
  const authStrategy = await readLibrary(endpoint, load)
  // A variable often holds the key in one line.
  const auth = { appId: app.id, privateKey: app.privateKey.replaceAll('\\n', '\n') }
  if (!isKey(auth.privateKey)) throw badKey(endpoint, app)
  const signIn = (installationId: number) =>
    createOctokit({ ...options, credential: { authStrategy, auth: { ...auth, installationId } } })
  if (app.installation !== undefined) return signIn(app.installation)
  const asApp = createOctokit({ ...options, credential: { authStrategy, auth } })
  const answer = await openGitHubApi(asApp, { owner, repo, endpoint }).attempt(
    'GET /installation',
    {},
    installationSchema,
    call,
  )
  if (answer.kind === 'answered') return signIn(answer.data.id)
  if (answer.status === 404) {
    throw new AdapterError({
      kind: 'not-found',
      endpoint,
      message: `the GitHub App ${app.id} is not installed on ${owner}/${repo}`,
      next: 'install it on the repository, or correct the repository’s name',
    })
  }
  throw answer.status === 401 ? badKey(endpoint, app) : answer.error
}

// What a library throws for a text that is no key may quote it.
function isKey(text: string): boolean {
  try {
    return createPrivateKey(text).asymmetricKeyType === 'rsa'
  } catch {
    return false
  }
}

function badKey(endpoint: string, { id }: GitHubApp): AdapterError {
  return new AdapterError({
    kind: 'unauthorized',
    endpoint,
    message: `GitHub does not take the key of the GitHub App ${id}`,
    next: 'check that the id and the private key (a PEM file of its settings page) are of the same app',
  })
}

async function loadLibrary(): Promise<unknown> {
  // In a variable, so that compilers and bundlers leave the optional peer alone.
  const specifier: string = '@octokit/auth-app'
  return import(specifier)
}

async function readLibrary(endpoint: string, load: () => Promise<unknown>): Promise<AuthStrategy> {
  const loaded = await load().catch(() => undefined)
  const parsed = library.safeParse(loaded)
  if (parsed.success) return parsed.data.createAppAuth
  throw new AdapterError({
    kind: 'unsupported',
    endpoint,
    message: 'signing in as a GitHub App needs @octokit/auth-app, which is not installed',
    next: 'run npm install @octokit/auth-app, or set GITHUB_TOKEN instead',
  })
}
