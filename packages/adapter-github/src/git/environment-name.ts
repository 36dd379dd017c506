import { z } from 'zod'

/**
 * A name that can be one part of a Git ref on every file system (`git check-ref-format`);
 * `--` parts an environment's name from a group's.
 */
export const environmentName: z.ZodString = z
  .string()
  .regex(
    /^[A-Za-z0-9](?!.*(?:\.\.|--))(?!.*\.lock$)[A-Za-z0-9._-]*(?<!\.)$/,
    'may hold letters, digits and . _ - (no .. or --), and must begin with a letter or digit',
  )
