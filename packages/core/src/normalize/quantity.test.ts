import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, test } from 'vitest'
import { z } from 'zod'
import { formatQuantity, parseQuantity } from './quantity.ts'

const repository = fileURLToPath(new URL('../../../..', import.meta.url))
const file = join(process.env['TIDEWAY_CORPORA'] ?? join(repository, '../shared/corpora'), 'quantity-a.json')
const corpus = z.object({
  cases: z.array(
    z.object({
      input: z.string(),
      error: z.boolean().optional(),
      value: z.string().optional(),
      format: z.string().optional(),
      canonical: z.string().optional(),
    }),
  ),
  compare: z.array(z.object({ x: z.string(), y: z.string(), expect: z.number() })),
})

const nano = (text: string) => parseQuantity(text)?.nano

describe.skipIf(!existsSync(file))('the quantities of apimachinery', () => {
  const { cases, compare } = corpus.parse(
    existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { cases: [], compare: [] },
  )
  test.each(cases.map((item) => [item.input, item] as const))('%j', (input, item) => {
    const read = parseQuantity(input)
    if (item.error === true) return expect(read).toBeUndefined()
    expect(read?.nano).toBe(nanoOf(item.value ?? ''))
    if (item.format !== undefined) expect(read?.format).toBe(item.format)
    if (item.canonical !== undefined) expect(read && formatQuantity(read)).toBe(item.canonical)
  })
  test.each(compare)('$x against $y', ({ x, y, expect: expected }) => {
    const difference = (nano(x) ?? 0n) - (nano(y) ?? 0n)
    expect(difference === 0n ? 0 : difference < 0n ? -1 : 1).toBe(expected)
  })
})

describe('parseQuantity', () => {
  it('reads by value', () => {
    expect(nano('1Gi')).toBe(nano('1024Mi'))
    expect(nano('1G')).not.toBe(nano('1Gi'))
    expect(nano('0.1')).toBe(nano('100m'))
    expect(nano('1e3')).toBe(nano('1k'))
    expect(nano('9007199254740993')).not.toBe(nano('9007199254740992'))
  })

  it('takes nothing else for a quantity, however long', () => {
    for (const text of ['', '.', 'abc', '1 Gi', '1gi', '1e', '1e99999999999', '9'.repeat(5_000)])
      expect([text.slice(0, 20), parseQuantity(text)?.format === 'DecimalExponent']).toEqual([
        text.slice(0, 20),
        false,
      ])
  })
})

// The corpus writes values as plain decimals.
function nanoOf(value: string): bigint {
  const [whole = '0', fraction = ''] = value.replace('-', '').split('.')
  const size = BigInt(whole + fraction.padEnd(9, '0'))
  return value.startsWith('-') ? -size : size
}
