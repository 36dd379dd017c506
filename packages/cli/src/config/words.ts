import { z } from 'zod'

/** A text that says something. */
export const text = (description: string): z.ZodString =>
  z.string().min(1, 'must not be empty').describe(description)

/** An address of a server. */
export const url = (description: string): z.ZodURL =>
  z.url({ protocol: /^https?$/, error: 'expected an http or https URL' }).describe(description)
