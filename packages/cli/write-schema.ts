import { writeFileSync } from 'node:fs'
import { formatPolicySchema, formatReportSchema } from '@tideway/core'
import { formatPolicyCaseFileSchema, formatPolicyCasesSchema } from '@tideway/core/testing'
import { formatConfigSchema } from './src/config/config-json-schema.ts'

writeFileSync(new URL('schema/policy.schema.json', import.meta.url), formatPolicySchema())
writeFileSync(new URL('schema/policy-cases.schema.json', import.meta.url), formatPolicyCasesSchema())
writeFileSync(new URL('schema/policy-case.schema.json', import.meta.url), formatPolicyCaseFileSchema())
writeFileSync(new URL('schema/tideway.schema.json', import.meta.url), formatConfigSchema())
writeFileSync(new URL('schema/report.schema.json', import.meta.url), formatReportSchema())
