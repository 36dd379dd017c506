import { z } from 'zod'
import { configFileSchema } from './config-file-schema.ts'

/** `tideway.yaml` as JSON Schema (draft 2020-12), for editors; published as `schema/tideway.schema.json`. */
export function formatConfigSchema(): string {
  const schema = z.toJSONSchema(configFileSchema, { io: 'input' })
  return `${JSON.stringify({ title: 'tideway.yaml', ...schema }, null, 2)}\n`
}
