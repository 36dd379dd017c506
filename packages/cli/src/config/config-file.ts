import type { FreezeWindow, MergeMethod } from '@tideway/core'
import { z } from 'zod'
import { text, url } from './words.ts'
import { freezeWindow } from './written-freeze.ts'
import { githubApp, type WrittenGitHubApp } from './written-github-app.ts'
import { guard, type WrittenGuard } from './written-guard.ts'
import { live, type WrittenLive } from './written-live.ts'
import { normalization, type WrittenNormalization } from './written-normalization.ts'
import { render, type WrittenRender } from './written-render.ts'
import { sync, type WrittenSync } from './written-sync.ts'

/** What may be said of one environment or, under `defaults`, of all. */
export interface WrittenSettings {
  readonly render?: readonly WrittenRender[] | undefined
  readonly live?: WrittenLive | undefined
  readonly policy?: string | undefined
  readonly mode?: 'observe' | 'propose' | 'write' | undefined
  readonly limits?:
    | { readonly updates?: number | undefined; readonly deletes?: number | undefined }
    | undefined
  readonly secrets?: 'refuse' | 'carry' | undefined
  readonly snapshot?: boolean | undefined
  readonly labels?: Readonly<Record<string, string>> | undefined
  readonly where?: string | undefined
  readonly select?: readonly string[] | undefined
  readonly onUnreadable?: 'stop' | 'skip-unit' | undefined
  readonly onBlocked?: 'stop' | 'sync' | undefined
  readonly sync?: WrittenSync | undefined
  readonly freeze?: readonly FreezeWindow[] | undefined
  readonly guards?: readonly WrittenGuard[] | undefined
}

/** One environment, as it is written. */
export interface WrittenEnvironment extends WrittenSettings {
  readonly space: string
}

/** The file `tideway.yaml`, as it is written. */
export interface ConfigFile {
  readonly version: 1
  readonly confighub?:
    | {
        readonly url?: string | undefined
        readonly publishers?: readonly string[] | undefined
        readonly driver?: 'bytes' | 'document' | 'document-unconditional' | undefined
        readonly changeSets?: boolean | undefined
      }
    | undefined
  readonly github?:
    | {
        readonly repository: string
        readonly base?: string | undefined
        readonly baseUrl?: string | undefined
        readonly autoMerge?: MergeMethod | undefined
        readonly app?: WrittenGitHubApp | undefined
      }
    | undefined
  readonly git?:
    | {
        readonly via: 'api'
        readonly ref?: string | undefined
        readonly folder?: string | undefined
      }
    | undefined
  readonly archive?: 'github' | 'git' | undefined
  readonly backend?: 'api' | 'git' | undefined
  readonly normalize?: WrittenNormalization | undefined
  readonly defaults?: WrittenSettings | undefined
  readonly environments: Readonly<Record<string, WrittenEnvironment>>
}

const count = z.int().min(0, 'expected 0 or more')

const settings = {
  render: z
    .array(render)
    .min(1, 'names no place to render from')
    .describe('Where Git renders it from.')
    .optional(),
  live: live.optional(),
  policy: text(
    'documented, strict, merge, or a policy file relative to this one; default: documented.',
  ).optional(),
  mode: z
    .enum(['observe', 'propose', 'write'])
    .describe('observe: look only. propose: pull requests too. write: everything. Default: observe.')
    .optional(),
  limits: z
    .strictObject({
      updates: count.describe('Units that a run may update; default: 20.').optional(),
      deletes: count.describe('Resources that a run may delete; default: 0.').optional(),
    })
    .describe('How much one run may do.')
    .optional(),
  secrets: z
    .enum(['refuse', 'carry'])
    .describe('Whether units that hold Secrets are published; default: refuse.')
    .optional(),
  snapshot: z
    .boolean()
    .describe('Whether what no edit brings to Git is kept under confighub-sync/; default: false.')
    .optional(),
  labels: z
    .record(z.string(), z.string())
    .describe('Only units with these labels belong to it, and those that tideway creates get them.')
    .optional(),
  where: text('Only units that this expression of ConfigHub’s matches belong to it.').optional(),
  select: z
    .array(text('A glob.'))
    .describe('Which units that Git never had a sync adds to it; default: all.')
    .optional(),
  onUnreadable: z
    .enum(['stop', 'skip-unit'])
    .describe('skip-unit leaves a unit out that cannot be read, and deletes nothing then; default: stop.')
    .optional(),
  onBlocked: z
    .enum(['stop', 'sync'])
    .describe(
      'sync opens the sync’s pull request as soon as ConfigHub’s changes block a publish; default: stop.',
    )
    .optional(),
  sync: sync.optional(),
  freeze: z
    .array(freezeWindow)
    .describe('Times in which publish and capture hold everything that they would write.')
    .optional(),
  guards: z
    .array(guard)
    .describe(
      'Commands that may veto a publish once it is decided. On a pull request: those of the base branch.',
    )
    .optional(),
}

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
    const names = Object.keys(file.environments)
    const refuse = (path: readonly string[], message: string) =>
      context.addIssue({ code: 'custom', path: [...path], message })
    if (names.length === 0) refuse(['environments'], 'names no environment')
    for (const [index, name] of names.entries()) {
      const space = file.environments[name]?.space
      const other = names.slice(0, index).find((earlier) => file.environments[earlier]?.space === space)
      if (other === undefined) continue
      const why = 'each would take the other’s units for its own; give it a space of its own'
      refuse(['environments', name, 'space'], `is the space of ${other} too: ${why}`)
    }
    for (const name of names) {
      if (file.environments[name]?.render === undefined && file.defaults?.render === undefined) {
        refuse(['environments', name, 'render'], 'is missing, here and in the defaults')
      }
    }
    for (const name of names) {
      const written = file.environments[name]
      const groupBy = written?.sync?.groupBy ?? file.defaults?.sync?.groupBy ?? 'environment'
      if (groupBy === 'environment' || (written?.snapshot ?? file.defaults?.snapshot) !== true) continue
      const why = 'a snapshot is kept for the environment as a whole'
      refuse(
        ['environments', name, 'snapshot'],
        `does not go with sync.groupBy: ${why}; leave one of them out`,
      )
    }
    if (file.archive === 'github' && file.github === undefined) {
      refuse(['archive'], 'github is not configured: add "github: { repository: owner/name }"')
    }
    if (file.git !== undefined) {
      if (file.github === undefined)
        refuse(['git'], 'github is not configured: add "github: { repository: owner/name }"')
      if (file.backend === 'git') refuse(['backend'], 'git needs a clone, and git.via reads without one')
      if (file.archive === 'git') refuse(['archive'], 'git needs a clone, and git.via reads without one')
    }
    if (file.backend === 'api' && file.github === undefined) {
      refuse(['backend'], 'github is not configured: add "github: { repository: owner/name }"')
    }
  })
