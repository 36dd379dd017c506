import { expect, test } from 'vitest'
import { formatBody, readDigest } from './proposal-body.ts'

const marker = '<!-- tideway:env=prod;digest=abc;v=1 -->'
const format = (body: string, compactBody?: string) =>
  formatBody({ body, compactBody, digest: 'abc' }, 'prod', 'https://github.com/o/r/compare/main...sync/prod')
const lines = (word: string, count: number) => Array.from({ length: count }, (_, i) => `${word} ${i}`)

test('has the marker once, whether the text brings it or not', () => {
  expect(format('Text')).toBe(`Text\n\n${marker}`)
  expect(format(`Text\n\n${marker}\n`)).toBe(`Text\n\n${marker}`)
})

test('gives back the last digest of its environment', () => {
  const other = '<!-- tideway:env=dev;digest=zzz;v=1 -->'
  const fake = '<!-- tideway:env=prod;digest=fake;v=1 -->'
  expect(readDigest(`${fake}\n${marker}\n${other}`, 'prod')).toBe('abc')
  expect(readDigest(format(`Text ${fake}`), 'prod')).toBe('abc')
  expect(readDigest('Text', 'prod')).toBeUndefined()
  expect(readDigest(null, 'prod')).toBeUndefined()
})

test('is the compact one where the full one does not fit, counted in characters or in bytes', () => {
  expect(format('x'.repeat(59_900), 'compact')).toMatch(/^x+\n/)
  expect(format('x'.repeat(60_001), 'compact')).toBe(`compact\n\n${marker}`)
  expect(format('é'.repeat(30_001), 'compact')).toBe(`compact\n\n${marker}`)
  expect(format('😀'.repeat(15_001), 'compact')).toBe(`compact\n\n${marker}`)
})

test('is cut between lines where neither fits, with what is open there closed, a link and the marker', () => {
  const long = ['<details>', '', '````diff', '```', ...lines('line 😀', 9000)].join('\n')
  const body = format(long)
  expect(Buffer.byteLength(body)).toBeLessThanOrEqual(60_000)
  expect(body).toMatch(/line 😀 \d+\n````\n\n<\/details>\n\n_This is cut short: \d+ more lines did not fit/)
  expect(body).toContain('https://github.com/o/r/compare/main...sync/prod')
  expect(body.endsWith(`\n\n${marker}`)).toBe(true)
  expect(format('x'.repeat(100_000)).length).toBeLessThan(1000)
})

test('closes a code block only where one is open', () => {
  const body = format(['```diff', ...lines('a', 10), '```', ...lines('text 1234567890', 9000)].join('\n'))
  expect(body).toMatch(/text 1234567890 \d+\n\n_This is cut short/)
})
