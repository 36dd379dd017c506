import { expect, test } from 'vitest'
import { formatBody, readDigest } from './proposal-body.ts'

const marker = '<!-- tideway:env=prod;digest=abc;v=1 -->'

test('has the marker once, whether the text brings it or not', () => {
  expect(formatBody('Text', 'prod', 'abc')).toBe(`Text\n\n${marker}`)
  expect(formatBody(`Text\n\n${marker}\n`, 'prod', 'abc')).toBe(`Text\n\n${marker}`)
})

test('gives back the last digest of its environment', () => {
  const other = '<!-- tideway:env=dev;digest=zzz;v=1 -->'
  const fake = '<!-- tideway:env=prod;digest=fake;v=1 -->'
  expect(readDigest(`${fake}\n${marker}\n${other}`, 'prod')).toBe('abc')
  expect(readDigest(formatBody(`Text ${fake}`, 'prod', 'abc'), 'prod')).toBe('abc')
  expect(readDigest('Text', 'prod')).toBeUndefined()
  expect(readDigest(null, 'prod')).toBeUndefined()
})

test('is cut between lines, with what is open there closed, and keeps the marker', () => {
  const long = ['<details>', '```diff', ...Array.from({ length: 9000 }, (_, i) => `line 😀 ${i}`)].join('\n')
  const body = formatBody(long, 'prod', 'abc')
  expect(body.length).toBeLessThanOrEqual(60_000)
  expect(body).toMatch(/line 😀 \d+\n```\n<\/details>\n\n_This is cut short: \d+ more lines/)
  expect(body.endsWith(`\n\n${marker}`)).toBe(true)
  expect(formatBody('x'.repeat(100_000), 'prod', 'abc').length).toBeLessThan(1000)
})
