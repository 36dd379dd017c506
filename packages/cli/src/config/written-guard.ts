import { z } from 'zod'
import { text } from './words.ts'

/** A command that may veto a publish, as it is written. */
export interface WrittenGuard {
  readonly name: string
  readonly command: readonly string[]
  readonly input?: 'plan' | 'resources' | undefined
  readonly timeout?: number | undefined
}

/** The form of a guard. */
export const guard: z.ZodType<WrittenGuard> = z
  .strictObject({
    name: text('For messages.'),
    command: z
      .array(z.string())
      .min(1, 'names no program')
      .describe(
        'The program and its words, relative to this file; no shell. Exit code 0 lets the plan pass.',
      ),
    input: z
      .enum(['plan', 'resources'])
      .describe('On standard input: the plan as JSON, or what would be written as YAML. Default: plan.')
      .optional(),
    timeout: z
      .int()
      .min(1, 'expected 1 or more')
      .max(3600, 'expected 3600 or less')
      .describe('Seconds; default: 60.')
      .optional(),
  })
  .meta({ id: 'guard' })
