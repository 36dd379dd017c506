import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { applyMergePatch } from './merge-patch.ts'

const repository = fileURLToPath(new URL('../../../..', import.meta.url))
const table = join(process.env['TIDEWAY_CORPORA'] ?? join(repository, '../shared/corpora'), 'rfc7396.json')
const schema = z.object({
  cases: z.array(z.object({ original: z.json(), patch: z.json(), result: z.json() })),
})

describe('applyMergePatch', () => {
  it('changes neither the target nor the patch', () => {
    const target = { a: { b: 1 } }
    const patch = { a: { c: [2] } }
    expect(applyMergePatch(target, patch)).toEqual({ a: { b: 1, c: [2] } })
    expect([target, patch]).toEqual([{ a: { b: 1 } }, { a: { c: [2] } }])
  })

  it('keeps integers that JavaScript’s numbers cannot hold', () => {
    expect(applyMergePatch({ big: 9007199254740993n }, { other: 1 })).toEqual({
      big: 9007199254740993n,
      other: 1,
    })
  })

  it('refuses keys at which the library would stop', () => {
    expect(() => applyMergePatch({}, JSON.parse('{"a": {"__proto__": 1}}'))).toThrow('TIDEWAY_EDIT_REFUSED')
    expect(() => applyMergePatch({}, { list: [{ constructor: 1 }] })).toThrow('TIDEWAY_EDIT_REFUSED')
  })

  it.skipIf(!existsSync(table))('agrees with the table of RFC 7396, Appendix A', () => {
    const { cases } = schema.parse(JSON.parse(readFileSync(table, 'utf8')))
    expect(cases.length).toBe(15)
    for (const { original, patch, result } of cases) expect(applyMergePatch(original, patch)).toEqual(result)
  })
})
