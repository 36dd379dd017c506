import { z } from 'zod'
import { text } from './words.ts'

/** A GitHub App to sign in as, and where its key is; the key itself is never written here. */
export interface WrittenGitHubApp {
  readonly id: string
  readonly installation?: number | undefined
  readonly privateKeyFile?: string | undefined
}

/** The form of a {@link WrittenGitHubApp}. */
export const githubApp: z.ZodType<WrittenGitHubApp> = z
  .strictObject({
    id: z
      .union([text('Its App ID or Client ID.'), z.int().positive()])
      .transform(String)
      .describe('Its App ID or Client ID.'),
    installation: z
      .int()
      .positive()
      .describe('The number of its installation; default: found by the repository.')
      .optional(),
    privateKeyFile: text(
      'A PEM file with its key, relative to this one, that is not committed; $GITHUB_APP_PRIVATE_KEY wins.',
    ).optional(),
  })
  .describe('Sign in as a GitHub App instead of with a token; needs the package @octokit/auth-app.')
