import { writeFileSync } from 'node:fs'
import { formatConfigSchema } from './src/config/config-json-schema.ts'

writeFileSync(new URL('schema/tideway.schema.json', import.meta.url), formatConfigSchema())
