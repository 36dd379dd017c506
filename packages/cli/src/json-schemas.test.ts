import { readFileSync } from 'node:fs'
import { formatPolicySchema, formatReportSchema } from '@tideway/core'
import { formatPolicyCaseFileSchema, formatPolicyCasesSchema } from '@tideway/core/testing'
import { expect, it } from 'vitest'

it.each([
  ['policy.schema.json', formatPolicySchema()],
  ['report.schema.json', formatReportSchema()],
  ['policy-cases.schema.json', formatPolicyCasesSchema()],
  ['policy-case.schema.json', formatPolicyCaseFileSchema()],
])('schema/%s is current (npm run schema writes it)', (name, wanted) => {
  const file = new URL(`../schema/${name}`, import.meta.url)
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(wanted))
})
