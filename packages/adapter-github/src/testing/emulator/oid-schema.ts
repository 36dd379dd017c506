import { z } from 'zod'

/** A full object id in lower case: what GitHub's write operations take, never an abbreviation or a name. */
export const oidSchema: z.ZodString = z.string().regex(/^[0-9a-f]{40}$/, 'not a full object id')
