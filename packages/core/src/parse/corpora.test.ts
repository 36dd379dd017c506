import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { deepEqual } from '../model/deep-equal.ts'
import type { Json } from '../model/json.ts'
import { formatUnit } from './format-unit.ts'
import { parseUnit } from './parse-unit.ts'
import { readDocuments } from './read-documents.ts'

const repository = fileURLToPath(new URL('../../../..', import.meta.url))
const corpora = process.env['TIDEWAY_CORPORA'] ?? join(repository, '../shared/corpora')

const hazards = z.object({
  cases: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      yaml: z.string(),
      json: z.array(z.json()).optional(),
      error: z.boolean(),
    }),
  ),
})

/** Cases where Kubernetes' reader is not the YAML 1.2 reader of the suite, or JSON has no such value. */
const differences: Readonly<Record<string, { readonly reason: string; readonly reads: Json | 'refused' }>> = {
  M7A3: {
    reason: 'comments between two document ends are an empty document, which a unit skips',
    reads: ['Bare document', null, '%!PS-Adobe-2.0 # Not the first line\n'],
  },
  '6M2F': { reason: 'a null key is no key in JSON', reads: 'refused' },
  '2JQS': { reason: 'a null key is no key in JSON', reads: 'refused' },
  C4HZ: {
    reason: 'the key y is the boolean true in YAML 1.1',
    reads: [
      [
        { center: { x: 73, true: 129 }, radius: 7 },
        { start: { x: 73, true: 129 }, finish: { x: 89, true: 102 } },
        { start: { x: 73, true: 129 }, color: 0xffeebb, text: 'Pretty vector drawing.' },
      ],
    ],
  },
}

function readAll(yaml: string): Json | 'refused' {
  try {
    return readDocuments(yaml).documents.map(({ value }) => value)
  } catch {
    return 'refused'
  }
}

describe.skipIf(!existsSync(join(corpora, 'yaml-hazards.json')))('hazards of the YAML test suite', () => {
  const path = join(corpora, 'yaml-hazards.json')
  const { cases } = hazards.parse(existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : { cases: [] })
  test.each(cases.map((item) => [item.id, item.name, item] as const))('%s %s', (id, _, item) => {
    const expected = differences[id]?.reads ?? (item.error ? 'refused' : item.json)
    if (expected === undefined) expect(readAll(item.yaml)).not.toBe('refused')
    else expect(readAll(item.yaml)).toEqual(expected)
  })
})

describe.skipIf(!existsSync(join(corpora, 'kubernetes-types')))('resources of every kind', () => {
  const folder = join(corpora, 'kubernetes-types')
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.yaml')) : []
  test.each(files)('%s is the same after writing and reading it again', (name) => {
    const first = parseUnit(readFileSync(join(folder, name), 'utf8'), { name })
    if (first.kind === 'invalid') throw first.error
    const values = first.resources.map(({ value }) => value)
    const text = formatUnit(values)
    const second = parseUnit(text)
    if (second.kind === 'invalid') throw second.error
    expect(
      deepEqual(
        second.resources.map(({ value }) => value),
        values,
      ),
    ).toBe(true)
    expect(formatUnit(second.resources.map(({ value }) => value))).toBe(text)
  })
})

test.skipIf(!existsSync(corpora))(`corpora at ${corpora} (set TIDEWAY_CORPORA to their folder)`, () => {
  expect(readdirSync(corpora)).toContain('yaml-hazards.json')
})
