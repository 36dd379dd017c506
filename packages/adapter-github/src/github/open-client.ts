import type { Call } from '@tideway/core'
import { createAppClient } from './create-app-client.ts'
import { createOctokit } from './create-octokit.ts'
import type { GitHubClient, ResolvedGitHubOptions } from './github-options.ts'

/** The client that was passed in, or one with the credential that was: of an app, a token, or none. */
export async function openClient(
  options: ResolvedGitHubOptions,
  endpoint: string,
  call: Call,
): Promise<GitHubClient> {
  const { app, token, octokit } = options
  if (octokit !== undefined) return octokit
  if (app !== undefined) return createAppClient({ ...options, app }, endpoint, call)
  return createOctokit({ ...options, credential: token === undefined ? {} : { auth: token } })
}
