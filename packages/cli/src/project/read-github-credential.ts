import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { GitHubApp } from '@tideway/adapter-github'
import { TidewayError } from '@tideway/core'
import { missingVariable, readVariable, type Variables } from './variables.ts'

/**
 * The credential for GitHub: of a GitHub App where `GITHUB_APP_ID` is set, else a token. The app's key is in
 * `GITHUB_APP_PRIVATE_KEY`, or in the file that `GITHUB_APP_PRIVATE_KEY_FILE` names, relative to `directory`.
 * Throws `TIDEWAY_CONFIG_MISSING` where there is none, and where an app has no key.
 */
export function readGitHubCredential(
  variables: Variables,
  directory: string,
): { readonly app: GitHubApp } | { readonly token: string } {
  const id = readVariable(variables, 'GITHUB_APP_ID')
  if (id !== undefined) return { app: { id, privateKey: readKey(variables, directory) } }
  const token = readVariable(variables, 'GITHUB_TOKEN', 'GH_TOKEN')
  if (token !== undefined) return { token }
  throw missingVariable('the credential for GitHub', ['GITHUB_TOKEN'], ', or GH_TOKEN, or GITHUB_APP_ID')
}

function readKey(variables: Variables, directory: string): string {
  const text = readVariable(variables, 'GITHUB_APP_PRIVATE_KEY')
  if (text !== undefined) return text
  const file = readVariable(variables, 'GITHUB_APP_PRIVATE_KEY_FILE')
  if (file === undefined) {
    throw missingVariable(
      'the key of the GitHub App',
      ['GITHUB_APP_PRIVATE_KEY'],
      ', or GITHUB_APP_PRIVATE_KEY_FILE',
    )
  }
  try {
    return readFileSync(resolve(directory, file), 'utf8')
  } catch (cause) {
    throw new TidewayError({
      code: 'TIDEWAY_CONFIG_MISSING',
      message: `the key of the GitHub App cannot be read from ${file}`,
      next: 'correct GITHUB_APP_PRIVATE_KEY_FILE, or set GITHUB_APP_PRIVATE_KEY',
      cause,
    })
  }
}
