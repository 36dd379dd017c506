import fc from 'fast-check'
import { expect, it } from 'vitest'
import { formatPath, parsePath } from '../model/field-path.ts'
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts'
import { setField } from '../model/set-field.ts'
import {
  builtInRules,
  createNormalization,
  keyForRules,
  type Normalization,
} from '../normalize/normalization.ts'
import { pruneResource } from '../normalize/prune-resource.ts'
import { knownBase } from './base-tree.ts'
import { compareTrees } from './compare-trees.ts'
import { nameChange } from './field-change.ts'

const sides = { left: 'git', right: 'confighub' }

function compare(base: JsonObject, left: JsonObject, right: JsonObject, normalization?: Normalization) {
  const pruned = (object: JsonObject) => pruneResource(object, normalization)
  return compareTrees(keyForRules(left), knownBase(pruned(base)), pruned(left), pruned(right), {
    normalization,
  }).map((change) => `${formatPath(change.path)} ${nameChange(change, sides)}`)
}

// Defaults of a field that has a place of its own, and a value that it is not: what is below a list needs an element.
const defaults = builtInRules.flatMap((rule) => {
  if (rule.kind !== 'default' || rule.within !== undefined || rule.having !== undefined) return []
  return Object.entries(rule.values).flatMap(([path, value]) => {
    const [kind = 'Thing.example.com'] = rule.kinds ?? []
    const isPlain = !/[*[]/.test(path) && !kind.includes('*') && (value === null || typeof value !== 'object')
    return isPlain ? [{ kind, path, value }] : []
  })
})

function otherThan(value: Json, seed: number): Json {
  if (typeof value === 'number') return value + 1 + seed
  return typeof value === 'boolean' ? !value : `other-${seed}`
}

function resource(kind: string, path: string, value: Json | undefined): JsonObject {
  const [name = '', ...group] = kind.split('.')
  const apiVersion = group.length === 0 ? 'v1' : `${group.join('.')}/v1`
  const object = setField({ apiVersion, kind: name, metadata: { name: 'x' } }, parsePath(path), value)
  return isJsonObject(object) ? object : {}
}

it('a change back to a default is a change, written out or by leaving the field out', () => {
  expect(defaults.length).toBeGreaterThan(20)
  fc.assert(
    fc.property(
      fc.constantFrom(...defaults),
      fc.nat(9),
      fc.boolean(),
      fc.boolean(),
      ({ kind, path, value }, seed, isWritten, inGit) => {
        const before = resource(kind, path, otherThan(value, seed))
        const back = resource(kind, path, isWritten ? value : undefined)
        const changes = inGit ? compare(before, back, before) : compare(before, before, back)
        expect(changes).toHaveLength(1)
        // What holds nothing but the field goes with it.
        const [[at = '', change] = []] = changes.map((one) => one.split(' '))
        expect([path.startsWith(at), change]).toEqual([true, inGit ? 'git-only' : 'confighub-only'])
      },
    ),
    { numRuns: 500 },
  )
})

it('what is ignored in an element of a list is ignored in that one alone', () => {
  const names = fc.uniqueArray(fc.constantFrom('app', 'proxy', 'log', 'init'), { minLength: 1 })
  const pod = (containers: readonly JsonObject[]): JsonObject => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: { template: { spec: { containers } } },
  })
  fc.assert(
    fc.property(
      names,
      fc.constantFrom('app', 'proxy', 'log', 'init'),
      fc.nat(15),
      (listed, ignored, mask) => {
        const path = (name: string) => `/spec/template/spec/containers/[name=${name}]/image`
        const normalization = createNormalization({
          rules: [
            {
              id: 'mine',
              version: 1,
              source: 'the team',
              kind: 'equivalence',
              when: 'always',
              paths: [path(ignored)],
              class: 'ignored',
            },
          ],
        })
        const isChanged = (index: number) => ((mask >> index) & 1) === 1
        const before = pod(listed.map((name) => ({ name, image: 'a:1' })))
        const after = pod(listed.map((name, index) => ({ name, image: isChanged(index) ? 'a:2' : 'a:1' })))
        const expected = listed
          .filter((_, index) => isChanged(index))
          .map((name) => `${path(name)} ${name === ignored ? 'ignored' : 'confighub-only'}`)
        expect(compare(before, before, after, normalization).toSorted()).toEqual(expected.toSorted())
      },
    ),
    { numRuns: 300 },
  )
})
