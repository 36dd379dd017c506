import type { FreezeWindow } from '@tideway/core'
import { z } from 'zod'
import { text } from './words.ts'

const time = z.iso.datetime({
  offset: true,
  error: 'expected a time with its offset, like 2026-12-20T00:00:00Z',
})

/** The form of a freeze. */
export const freezeWindow: z.ZodType<FreezeWindow> = z
  .strictObject({
    from: time.describe('The first moment of the window.'),
    until: time.describe('The first moment after it.'),
    reason: text('Why; people get to read it.'),
  })
  .refine(({ from, until }) => Date.parse(from) < Date.parse(until), {
    path: ['until'],
    error: 'must be after "from"',
  })
  .meta({ id: 'freeze' })
