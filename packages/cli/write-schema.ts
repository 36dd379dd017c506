import { writeFileSync } from 'node:fs'
import { formatPolicySchema } from '@tideway/core'
import { formatPolicyCasesSchema } from '@tideway/core/testing'
import { formatConfigSchema } from './src/config/config-json-schema.ts'

writeFileSync(new URL('schema/policy.schema.json', import.meta.url), formatPolicySchema())
writeFileSync(new URL('schema/policy-cases.schema.json', import.meta.url), formatPolicyCasesSchema())
writeFileSync(new URL('schema/tideway.schema.json', import.meta.url), formatConfigSchema())
