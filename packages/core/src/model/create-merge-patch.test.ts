import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createMergePatch } from './create-merge-patch.ts'
import type { Json } from './json.ts'
import { applyMergePatch } from './merge-patch.ts'

const repository = fileURLToPath(new URL('../../../..', import.meta.url))
const table = join(process.env['TIDEWAY_CORPORA'] ?? join(repository, '../shared/corpora'), 'rfc7396.json')
const schema = z.object({
  cases: z.array(z.object({ original: z.json(), patch: z.json(), result: z.json() })),
})
const value = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<Json>(null, true, 1, 9007199254740993n, 'a'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c', 'constructor'), tie('value'), { maxKeys: 3 }),
  ),
})).value

describe('createMergePatch', () => {
  it('names only what differs', () => {
    expect(createMergePatch({ a: 1, b: { c: 1, d: 1 } }, { a: 1, b: { c: 2 } })).toEqual({
      kind: 'patch',
      patch: { b: { c: 2, d: null } },
    })
    expect(createMergePatch({ a: 1 }, { a: 1 })).toEqual({ kind: 'patch', patch: {} })
  })

  it('replaces a list whole', () => {
    expect(createMergePatch({ list: [{ name: 'a' }, { name: 'b' }] }, { list: [{ name: 'a' }] })).toEqual({
      kind: 'patch',
      patch: { list: [{ name: 'a' }] },
    })
  })

  it('says where it cannot: a field set to null, a value removed whole', () => {
    expect(createMergePatch({ a: { b: 1 } }, { a: { b: null } })).toMatchObject({
      kind: 'impossible',
      path: ['a', 'b'],
    })
    expect(createMergePatch({ a: 1 }, undefined)).toMatchObject({ kind: 'impossible', path: [] })
    expect(createMergePatch({}, JSON.parse('{"__proto__": 1}'))).toMatchObject({ kind: 'impossible' })
  })

  it('makes a patch that does it, or none', () => {
    let made = 0
    fc.assert(
      fc.property(value, value, (before, after) => {
        const result = createMergePatch(before, after)
        if (result.kind === 'impossible') return
        made += 1
        expect(applyMergePatch(before, result.patch)).toEqual(after)
      }),
      { numRuns: 300 },
    )
    expect(made).toBeGreaterThan(100)
  })

  it.skipIf(!existsSync(table))('finds a way to every result of RFC 7396, Appendix A, that has one', () => {
    const { cases } = schema.parse(JSON.parse(readFileSync(table, 'utf8')))
    const impossible = cases.filter(({ original, result }) => {
      const made = createMergePatch(original, result)
      if (made.kind === 'patch') expect(applyMergePatch(original, made.patch)).toEqual(result)
      return made.kind === 'impossible'
    })
    expect(impossible).toEqual([])
  })
})
