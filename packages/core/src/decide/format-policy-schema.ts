import { z } from 'zod'
import { policyFileSchema } from './policy-file.ts'

/** The form of a policy file as JSON Schema (draft 2020-12), for editors. */
export function formatPolicySchema(): string {
  const schema = z.toJSONSchema(policyFileSchema, { io: 'input' })
  return `${JSON.stringify({ title: 'tideway policy', ...schema }, null, 2)}\n`
}
