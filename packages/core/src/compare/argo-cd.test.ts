import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { formatPath } from '../model/field-path.ts'
import { getField } from '../model/get-field.ts'
import type { JsonObject } from '../model/json.ts'
import { findFacts } from '../normalize/find-facts.ts'
import { createNormalization, keyForRules } from '../normalize/normalization.ts'
import { pruneResource } from '../normalize/prune-resource.ts'
import { parseUnit } from '../parse/parse-unit.ts'
import { knownBase } from './base-tree.ts'
import { compareTrees } from './compare-trees.ts'
import { argoCdDifferences } from './corpora-differences.fixture.ts'

const repository = fileURLToPath(new URL('../../../..', import.meta.url))
const file = join(
  process.env['TIDEWAY_CORPORA'] ?? join(repository, '../shared/corpora'),
  'argocd-diff-a.json',
)
const corpus = z.object({
  cases: z.array(
    z.object({
      name: z.string(),
      mode: z.enum(['threeWay', 'structuredMerge', 'serverSide']),
      config: z.string().nullable(),
      live: z.string().nullable(),
      options: z
        .object({
          ignoreAggregatedRoles: z.boolean().optional(),
          ignoreFields: z.array(z.array(z.string())).optional(),
        })
        .optional(),
      modified: z.boolean(),
    }),
  ),
})
type Case = z.infer<typeof corpus>['cases'][number]

function read(text: string | null): JsonObject | undefined {
  if (text === null || text.trim() === '') return undefined
  const unit = parseUnit(text)
  if (unit.kind === 'invalid') throw unit.error
  return unit.resources[0]?.value
}

function findDrift({ config, live: liveText, options }: Case): readonly string[] {
  const normalization = createNormalization({
    off: options?.ignoreAggregatedRoles === true ? [] : ['aggregated-rules'],
    rules: (options?.ignoreFields ?? []).map((path, index) => ({
      id: `ignored-${index}`,
      version: 1,
      source: 'the case',
      kind: 'equivalence',
      when: 'always',
      paths: [formatPath(path)],
      class: 'ignored',
    })),
  })
  const wanted = read(config)
  const live = read(liveText)
  if (wanted === undefined || live === undefined) return wanted === live ? [] : ['missing']
  const applied = getField(live, [
    'metadata',
    'annotations',
    'kubectl.kubernetes.io/last-applied-configuration',
  ])
  const key = keyForRules(live)
  const prune = (resource: JsonObject) => pruneResource(resource, normalization)
  // Without last-applied, fields that only the live object has are no drift: they count as wanted.
  const base = typeof applied === 'string' ? read(applied) : undefined
  const facts = findFacts({ [key]: wanted }, { [key]: live }, () => false)
  const changes = compareTrees(key, knownBase(prune(base ?? wanted)), prune(wanted), prune(live), {
    normalization,
    facts: (resource) => ({ observed: 'right', ...facts(resource) }),
  })
  return changes
    .filter((change) => change.rule === undefined && change.kind !== 'both-same')
    .filter(({ path, left }) => {
      const delivered = facts(key).ownerOf?.(path)?.manager === 'argocd-controller'
      return base !== undefined || left !== undefined || delivered
    })
    .map((change) => `${formatPath(change.path)} ${change.kind}`)
}

describe.skipIf(!existsSync(file))('the pairs of Argo CD', () => {
  const { cases } = corpus.parse(existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { cases: [] })
  test.each(cases.map((item) => [item.mode, item.name, item] as const))('%s: %s', (mode, name, item) => {
    const expected = argoCdDifferences[`${mode}: ${name}`] === undefined ? item.modified : !item.modified
    expect({ modified: findDrift(item).length > 0, drift: findDrift(item) }).toEqual({
      modified: expected,
      drift: expect.anything(),
    })
  })
})
