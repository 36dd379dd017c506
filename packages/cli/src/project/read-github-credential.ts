import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { GitHubApp } from '@tideway/adapter-github'
import { TidewayError } from '@tideway/core'
import type { WrittenGitHubApp } from '../config/written-github-app.ts'
import { missingVariable, readVariable, type Variables } from './variables.ts'

/** What to sign in to GitHub with; `note` says why it is not what is configured. */
export type GitHubCredential = ({ readonly app: GitHubApp } | { readonly token: string }) & {
  readonly note?: string | undefined
}

const keyVariable = 'GITHUB_APP_PRIVATE_KEY'

/**
 * The credential for GitHub: of a GitHub App where `GITHUB_APP_ID` is set or one is configured, else a token. The app's
 * key is in `GITHUB_APP_PRIVATE_KEY`, or in the file that `GITHUB_APP_PRIVATE_KEY_FILE` or the configuration names,
 * relative to `directory`. A token stands in for a configured app whose key is not there, as in the run of a fork's
 * pull request.
 * Throws `TIDEWAY_CONFIG_MISSING` where there is none, and where an app has no key.
 */
export function readGitHubCredential(
  variables: Variables,
  directory: string,
  configured?: WrittenGitHubApp,
): GitHubCredential {
  const named = readVariable(variables, 'GITHUB_APP_ID')
  const app = named === undefined || named === configured?.id ? configured : { id: named }
  const token = readVariable(variables, 'GITHUB_TOKEN', 'GH_TOKEN')
  if (app !== undefined) {
    const { id, installation } = app
    const privateKey = readKey(variables, directory, app.privateKeyFile)
    if (privateKey !== undefined) return { app: { id, privateKey, installation } }
    if (named !== undefined || token === undefined) {
      throw missingVariable('the key of the GitHub App', [keyVariable], `, or ${keyVariable}_FILE`)
    }
    return { token, note: `the key of the GitHub App ${id} is not set, so a token is used in its place` }
  }
  if (token !== undefined) return { token }
  throw missingVariable('the credential for GitHub', ['GITHUB_TOKEN'], ', or GH_TOKEN, or GITHUB_APP_ID')
}

function readKey(
  variables: Variables,
  directory: string,
  configured: string | undefined,
): string | undefined {
  const text = readVariable(variables, keyVariable)
  const file = readVariable(variables, `${keyVariable}_FILE`) ?? configured
  if (text !== undefined || file === undefined) return text
  try {
    return readFileSync(resolve(directory, file), 'utf8')
  } catch (cause) {
    throw new TidewayError({
      code: 'TIDEWAY_CONFIG_MISSING',
      message: `the key of the GitHub App cannot be read from ${file}`,
      next: `correct ${file === configured ? 'github.app.privateKeyFile' : `${keyVariable}_FILE`}, or set ${keyVariable}`,
      cause,
    })
  }
}
