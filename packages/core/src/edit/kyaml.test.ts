import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { knownBase } from '../compare/base-tree.ts'
import { compareTrees } from '../compare/compare-trees.ts'
import { kyamlByteDifferences, kyamlValueDifferences } from '../compare/corpora-differences.fixture.ts'
import { type FieldChange, isAgreed } from '../compare/field-change.ts'
import { getField } from '../model/get-field.ts'
import { isJsonObject, type Tree } from '../model/json.ts'
import { kubernetesListKeys } from '../normalize/list-keys.ts'
import { keyForRules } from '../normalize/normalization.ts'
import { pruneResource } from '../normalize/prune-resource.ts'
import { readDocuments } from '../parse/read-documents.ts'
import { editDocument } from './edit-document.ts'
import { beginEdit } from './edit-state.ts'
import { mergeTree } from './merge-tree.ts'

const repository = fileURLToPath(new URL('../../../..', import.meta.url))
const file = join(
  process.env['TIDEWAY_CORPORA'] ?? join(repository, '../shared/corpora'),
  'kyaml-merge3-a.json',
)
const corpus = z.object({
  cases: z.array(
    z.object({
      id: z.number(),
      description: z.string(),
      origin: z.string(),
      update: z.string(),
      local: z.string(),
      expected: z.string(),
      infer: z.boolean().optional(),
    }),
  ),
})
type Case = z.infer<typeof corpus>['cases'][number]

function parse(text: string): Tree {
  const value = readDocuments(text).documents[0]?.value ?? undefined
  return isJsonObject(value) ? pruneResource(value) : value
}

/** What the update changed, where it wins over what was changed locally. */
function takenChanges(item: Case): readonly FieldChange[] {
  const [base, left, right] = [parse(item.origin), parse(item.update), parse(item.local)]
  const changes = compareTrees(resourceOf(item), knownBase(base), left, right, {
    listKeys: (resource, path) =>
      kubernetesListKeys(resource, path) ?? (item.infer === true ? ['name'] : undefined),
  })
  return changes.filter(
    (change) =>
      !isAgreed(change) &&
      (change.kind === 'conflict' || (change.kind === 'one-side' && change.side === 'left')),
  )
}

function resourceOf({ local, update }: Case): string {
  const value = [parse(local), parse(update)].find(isJsonObject)
  return value === undefined ? 'unknown//' : keyForRules(value)
}

function mergeValues(item: Case): Tree {
  const resource = resourceOf(item)
  const local = parse(item.local)
  const chosen = takenChanges(item).map((change) => ({ change, isTaken: true }))
  return getField(mergeTree(local === undefined ? {} : { [resource]: local }, chosen), [resource])
}

function mergeBytes(item: Case): string {
  let state = beginEdit(item.local, readDocuments(item.local, { keepTokens: true }), 0)
  const target = { resource: resourceOf(item), root: [], listKeys: kubernetesListKeys }
  for (const { path, left } of takenChanges(item)) {
    if (state !== undefined) state = editDocument(state, target, path, left)
  }
  return state?.text ?? ''
}

describe.skipIf(!existsSync(file))('three-way merges of kyaml, where the update wins', () => {
  const { cases } = corpus.parse(existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { cases: [] })

  test.each(cases.map((item) => [item.id, item.description, item] as const))(
    '%i values: %s',
    (id, _, item) => {
      const [merged, expected] = [mergeValues(item), parse(item.expected)]
      if (kyamlValueDifferences[id] === undefined) expect(merged).toEqual(expected)
      else expect(merged).not.toEqual(expected)
    },
  )

  const alike = cases.filter(({ id }) => kyamlValueDifferences[id] === undefined)
  test.each(alike.map((item) => [item.id, item.description, item] as const))(
    '%i bytes: %s',
    (id, _, item) => {
      const [merged, expected] = [mergeBytes(item).trim(), item.expected.trim()]
      expect(parse(merged)).toEqual(parse(expected))
      if (kyamlByteDifferences[id] === undefined) expect(merged).toBe(expected)
      else expect(merged).not.toBe(expected)
    },
  )
})
