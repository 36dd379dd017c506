import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { renderErrorDocs } from '../scripts/render-error-docs.ts'

it('docs/errors.md is what the register says; if not, run npm run docs:errors', () => {
  expect(readFileSync(new URL('../docs/errors.md', import.meta.url), 'utf8')).toBe(renderErrorDocs())
})
