import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { formatConfigSchema } from './config-json-schema.ts'

describe('formatConfigSchema', () => {
  it('is what schema/tideway.schema.json holds (npm run schema writes it)', () => {
    const file = new URL('../../schema/tideway.schema.json', import.meta.url)
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(formatConfigSchema()))
  })

  it('knows no key but those of the form, however deep', () => {
    const objects: unknown[] = []
    JSON.parse(formatConfigSchema(), (_, value) => {
      if (value?.type === 'object' && 'properties' in value) objects.push(value.additionalProperties)
      return value
    })
    expect(objects.length).toBeGreaterThan(10)
    expect(new Set(objects)).toEqual(new Set([false]))
  })
})
