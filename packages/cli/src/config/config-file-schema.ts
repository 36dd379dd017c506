import { z } from 'zod'
import type { ConfigFile } from './config-file.ts'
import { findConfigProblems } from './find-config-problems.ts'
import { text, url } from './words.ts'
import { githubApp } from './written-github-app.ts'
import { normalization } from './written-normalization.ts'
import { settings } from './written-settings.ts'

// Names branches and refs: no "..", and no "--", which parts the environment from a group.
const environmentName = z
  .string()
  .regex(
    /^(?!.*\.lock$)[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*$/,
    'a name holds letters and digits, with single . _ - between them',
  )

/** The form of `tideway.yaml`: strict, so that a misspelt key is an error and never a default. */
export const configFileSchema: z.ZodType<ConfigFile> = z
  .strictObject({
    version: z.literal(1).describe('The version of this form.'),
    confighub: z
      .strictObject({
        url: url('The server, without /api; $CONFIGHUB_URL wins.').optional(),
        publishers: z
          .array(text('A user’s id or name.'))
          .describe(
            'Only revisions by these count as published by tideway; default: the description decides.',
          )
          .optional(),
        driver: z
          .enum(['bytes', 'document', 'document-unconditional'])
          .describe('How the server keeps configuration; default: found out by asking it.')
          .optional(),
        changeSets: z
          .boolean()
          .describe('Whether every write belongs to a ChangeSet named after the run; default: false.')
          .optional(),
      })
      .optional(),
    github: z
      .strictObject({
        repository: z
          .string()
          .regex(/^[A-Za-z0-9][\w-]*\/[\w.-]+$/, 'expected owner/name')
          .describe('owner/name'),
        base: text('The branch that pull requests are for; default: the default branch.').optional(),
        baseUrl: url('The API; default: $GITHUB_API_URL, else https://api.github.com.').optional(),
        app: githubApp.optional(),
        autoMerge: z
          .enum(['merge', 'squash', 'rebase'])
          .describe(
            'How a pull request merges itself of which the policy lets every change do so (autoMerge of its rules); default: people merge.',
          )
          .optional(),
      })
      .describe('Where pull requests are kept.')
      .optional(),
    git: z
      .strictObject({
        via: z.literal('api').describe('Read commits through GitHub’s API, without a clone.'),
        ref: text(
          'The branch, tag or commit that is read; default: github.base, else the default branch.',
        ).optional(),
        folder: z
          .string()
          .regex(
            /^(?!\/)(?!.*(?:^|\/)\.\.?(?:\/|$))[^\\]*[^\\/]$/,
            'expected a folder of the repository, such as deploy',
          )
          .describe('The folder of the repository that all paths are relative to; default: its root.')
          .optional(),
      })
      .describe('Where Git is read; default: the clone that this file is in.')
      .optional(),
    backend: z
      .enum(['api', 'git'])
      .describe(
        'How the branches of proposals are written: with GitHub’s API, or with git push to origin, on any server; default: api where github is configured, else no proposals.',
      )
      .optional(),
    archive: z
      .enum(['github', 'git'])
      .describe('Where the archive is kept; default: github where that is configured, else git (origin).')
      .optional(),
    normalize: normalization.optional(),
    defaults: z
      .strictObject(settings)
      .describe('What holds for every environment that says nothing.')
      .optional(),
    environments: z.record(
      environmentName,
      z.strictObject({ space: text('The slug of the ConfigHub space.'), ...settings }),
    ),
  })
  .superRefine((file, context) => {
    for (const { path, message } of findConfigProblems(file))
      context.addIssue({ code: 'custom', path: [...path], message })
  })
