import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { knownBase } from '../compare/base-tree.ts'
import { compareTrees } from '../compare/compare-trees.ts'
import { type FieldChange, isAgreed } from '../compare/field-change.ts'
import { createMergePatch } from '../model/create-merge-patch.ts'
import type { Json } from '../model/json.ts'
import { mergeTree } from './merge-tree.ts'

const repository = fileURLToPath(new URL('../../../..', import.meta.url))
const file = join(
  process.env['TIDEWAY_CORPORA'] ?? join(repository, '../shared/corpora'),
  'jsonmergepatch-three-way.json',
)
const corpus = z.object({
  cases: z.array(
    z.object({
      description: z.string(),
      original: z.json(),
      modified: z.json(),
      current: z.json(),
      patch: z.json(),
      result: z.json(),
    }),
  ),
})

const resource = 'Thing.example.com//a'

/** As kubectl applies: what is wanted wins, and what was wanted before and is no more goes; the rest is let be. */
function isApplied({ base, left }: FieldChange): boolean {
  return left !== undefined || (base.kind === 'known' && base.value !== undefined)
}

function apply(original: Json, modified: Json, current: Json): Json | undefined {
  const changes = compareTrees(resource, knownBase(original ?? {}), modified, current, {})
  const chosen = changes
    .filter((change) => !isAgreed(change))
    .map((change) => ({ change, isTaken: isApplied(change) }))
  const merged = mergeTree({ [resource]: current }, chosen)
  return typeof merged === 'object' && merged !== null && resource in merged ? merged[resource] : undefined
}

describe.skipIf(!existsSync(file))('three-way merges of kubectl apply', () => {
  const { cases } = corpus.parse(existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { cases: [] })

  test.each(cases.map((item) => [item.description, item] as const))('%s', (_, item) => {
    const merged = apply(item.original, item.modified, item.current)
    expect(merged).toEqual(item.result)
    expect(createMergePatch(item.current, merged)).toEqual({ kind: 'patch', patch: item.patch })
  })
})
