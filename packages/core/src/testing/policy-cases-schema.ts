import { z } from 'zod'
import { policyCaseFileSchema, policyCasesSchema } from './policy-case.ts'

/** The form of a `*.cases.yaml` as JSON Schema (draft 2020-12), for editors. */
export function formatPolicyCasesSchema(): string {
  return formatSchema('tideway policy cases', policyCasesSchema)
}

/** The form of the `case.yaml` of a folder as JSON Schema (draft 2020-12), for editors. */
export function formatPolicyCaseFileSchema(): string {
  return formatSchema('tideway policy case', policyCaseFileSchema)
}

function formatSchema(title: string, form: z.ZodType): string {
  const schema = z.toJSONSchema(form, { io: 'input' })
  return `${JSON.stringify({ title, ...schema }, null, 2)}\n`
}
