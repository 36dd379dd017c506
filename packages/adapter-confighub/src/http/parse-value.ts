import { AdapterError } from '@tideway/core'
import type { z } from 'zod'
import { wayOut } from './map-status.ts'

/** Where a value came from, for the error. */
export interface ValueOrigin {
  readonly endpoint: string
  /** What was asked for, in words that fit behind "could not". */
  readonly purpose: string
  readonly requestId?: string | undefined
}

/** Checks a part of an answer. Throws an `AdapterError` that names the field which is missing or wrong. */
export function parseValue<T>(value: unknown, schema: z.ZodType<T>, origin: ValueOrigin): T {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw wrongForm(parsed.error, origin)
}

/** The error for an answer whose first wrong field zod has found; values themselves are not shown. */
export function wrongForm(error: z.ZodError, origin: ValueOrigin): AdapterError {
  const [issue] = error.issues
  const where = issue?.path.join('.') || 'the whole'
  return invalidAnswer(`is not of the expected form (${where}: ${issue?.message ?? 'unknown'})`, origin)
}

/** The error for an answer that cannot be understood. */
export function invalidAnswer(why: string, { endpoint, purpose, requestId }: ValueOrigin): AdapterError {
  return new AdapterError({
    kind: 'invalid-response',
    endpoint,
    message: `could not ${purpose}: the answer ${why}`,
    next: wayOut('invalid-response'),
    requestId,
  })
}
