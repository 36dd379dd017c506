import { writeFileSync } from 'node:fs'
import { renderRuleDocs } from './render-rule-docs.ts'

writeFileSync(new URL('../docs/normalization-rules.md', import.meta.url), renderRuleDocs())
