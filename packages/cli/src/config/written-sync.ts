import type { SyncGrouping, SyncReviewers } from '@tideway/core'
import { z } from 'zod'
import { text } from './words.ts'

/** How the pull requests of a sync are cut, and who is asked to review them, as it is written. */
export interface WrittenSync {
  readonly groupBy?: 'environment' | 'codeowners' | { readonly label: string } | undefined
  readonly reviewers?: 'none' | 'codeowners' | readonly string[] | undefined
}

const reviewer = z
  .string()
  .regex(
    /^(?!(?:codeowners|none)$)@?[A-Za-z0-9][\w-]*(?:\/[A-Za-z0-9][\w.-]*)?$/,
    'expected a login, or org/team; codeowners and none stand alone, without a list',
  )
  .describe('A login, or org/team.')

/** The form of `sync`. */
export const sync: z.ZodType<WrittenSync> = z
  .strictObject({
    groupBy: z
      .union([
        z.enum(['environment', 'codeowners'], 'expected environment, codeowners, or { label: NAME }'),
        z.strictObject({ label: text('A label that units have in ConfigHub.') }),
      ])
      .describe(
        'Which changes share a pull request: all of the environment, those of files with the same owners, or those of units with the same value of a label; default: environment.',
      )
      .optional(),
    reviewers: z
      .union([z.enum(['none', 'codeowners']), z.array(reviewer)])
      .describe('Who is asked for a review, besides those that GitHub asks by itself; default: none.')
      .optional(),
  })
  .describe('How the pull requests of a sync are kept.')

/** The grouping that is written. */
export function resolveGrouping(written: WrittenSync['groupBy'] = 'environment'): SyncGrouping {
  if (typeof written === 'object') return { kind: 'label', label: written.label }
  return { kind: written === 'codeowners' ? 'owners' : 'environment' }
}

/** The reviewers that are written. */
export function resolveReviewers(written: WrittenSync['reviewers'] = 'none'): SyncReviewers {
  return written === 'codeowners' ? 'owners' : written
}
