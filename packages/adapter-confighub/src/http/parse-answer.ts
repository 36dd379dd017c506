import type { z } from 'zod'
import { invalidAnswer, parseValue, type ValueOrigin } from './parse-value.ts'
import type { Answer } from './remote-request.ts'

/** Reads an answer as JSON of a form. Throws an `AdapterError` that names the field which is missing or wrong. */
export function parseAnswer<T>(answer: Answer, schema: z.ZodType<T>, asked: ValueOrigin): T {
  const origin = { ...asked, requestId: answer.requestId }
  let value: unknown
  try {
    value = JSON.parse(answer.body)
  } catch {
    throw invalidAnswer('is not JSON', origin)
  }
  return parseValue(value, schema, origin)
}
