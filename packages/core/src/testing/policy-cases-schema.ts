import { z } from 'zod'
import { policyCasesSchema } from './policy-case.ts'

/** The form of a `*.cases.yaml` as JSON Schema (draft 2020-12), for editors. */
export function formatPolicyCasesSchema(): string {
  const schema = z.toJSONSchema(policyCasesSchema, { io: 'input' })
  return `${JSON.stringify({ title: 'tideway policy cases', ...schema }, null, 2)}\n`
}
