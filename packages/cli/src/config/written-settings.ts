import type { FreezeWindow } from '@tideway/core'
import { z } from 'zod'
import { text } from './words.ts'
import { freezeWindow } from './written-freeze.ts'
import { guard, type WrittenGuard } from './written-guard.ts'
import { live, type WrittenLive } from './written-live.ts'
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

const count = z.int().min(0, 'expected 0 or more')

/** The keys of {@link WrittenSettings}. */
export const settings: { readonly [Key in keyof WrittenSettings]-?: z.ZodType<WrittenSettings[Key]> } = {
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
