import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import type { FieldEdit } from '../model/field-edit.ts'
import { isJsonList, isJsonObject, type Json, type JsonObject, type Tree } from '../model/json.ts'
import { defaultParseLimits } from '../parse/parse-limits.ts'
import { parseUnit } from '../parse/parse-unit.ts'
import { readBlockUnit } from '../parse/read-block-unit.ts'
import { editPieces } from './edit-pieces.ts'
import { editText } from './edit-text.ts'
import { rollDice, writeByHand } from './handwriting.fixture.ts'
import { replaceScalars } from './replace-scalars.ts'

function replace(text: string, edits: readonly FieldEdit[]): string | undefined {
  const resources = readBlockUnit(text, defaultParseLimits)
  return resources && replaceScalars(text, resources, edits)
}

const text = `# ours
apiVersion: apps/v1
kind: Deployment
metadata: # who
  name: web
spec:
  "replicas": 3   # three
  note: |-
    replicas: 4
  containers:
  - name: app
    image: 'web:1'
    args:
      - - v
        - "2"
  - image: proxy:1 # new
    name: proxy
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: web
data:
  level: info`
const deployment = 'Deployment.apps//web'

describe('replaces a scalar where it stands', () => {
  it.each<[what: string, path: readonly string[], value: Json, before: string, after: string]>([
    ['below a quoted key, before a comment', ['spec', 'replicas'], 5, '3   # three', '5   # three'],
    ['in single quotes', ['spec', 'containers', '[name=app]', 'image'], "it's", "'web:1'", "'it''s'"],
    ['in the first line of an item', ['spec', 'containers', '1', 'image'], 'proxy:2', 'proxy:1', 'proxy:2'],
    ['in a list in a list', ['spec', 'containers', '0', 'args', '0', '1'], '3', '"2"', '"3"'],
    ['a text that would be read as a number', ['spec', 'replicas'], '5', '3   #', '"5"   #'],
  ])('%s', (_, path, value, before, after) => {
    const edits = [{ resource: deployment, path, value }]
    expect(replace(text, edits)).toBe(text.replace(before, after))
    expect(editPieces(text, edits, {})).toBe(text.replace(before, after))
  })

  it('several of them, in several documents, the last without a line feed', () => {
    const edits = [
      { resource: 'ConfigMap//web', path: ['data', 'level'], value: 'debug' },
      { resource: deployment, path: ['spec', 'containers', '[name=app]', 'name'], value: 'main' },
      { resource: deployment, path: ['spec', 'containers', '[name=main]', 'image'], value: 'web:2' },
    ]
    const wanted = text.replace('info', 'debug').replace('name: app', 'name: main').replace('web:1', 'web:2')
    expect(replace(text, edits)).toBe(wanted)
  })

  it.each<[what: string, edit: Omit<FieldEdit, 'resource'>]>([
    ['a literal block', { path: ['spec', 'note'], value: 'x' }],
    ['a text of several lines', { path: ['spec', 'replicas'], value: 'a\nb' }],
    ['what is not there', { path: ['spec', 'paused'], value: true }],
    ['a map', { path: ['metadata'], value: 'x' }],
    ['a removal', { path: ['spec', 'replicas'], value: undefined }],
  ])('but leaves %s to the editor', (_, edit) => {
    expect(replace(text, [{ resource: deployment, ...edit }])).toBeUndefined()
  })
})

const word = fc.constantFrom<Json>(
  'a',
  'x: y',
  'yes',
  '0644',
  "it's",
  'say "hi"',
  'a # b',
  '-',
  ' pad ',
  '',
  7,
  1.5,
  true,
)
const { value } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    word,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'name', 'image', 'a.b/c', 'on'), tie('value'), {
      maxKeys: 3,
      noNullPrototype: true,
    }),
  ),
}))
const thing = value.map((spec): JsonObject => {
  return { apiVersion: 'v1', kind: 'Thing', metadata: { name: 'web' }, spec, data: { level: 'info' } }
})

function scalarPaths(tree: Tree, path: readonly string[] = []): readonly (readonly string[])[] {
  if (isJsonList(tree)) return tree.flatMap((item, index) => scalarPaths(item, [...path, String(index)]))
  if (isJsonObject(tree))
    return Object.entries(tree).flatMap(([key, item]) => scalarPaths(item, [...path, key]))
  return [path]
}

it('writes the bytes of the editor wherever it answers', () => {
  let answered = 0
  fc.assert(
    fc.property(thing, fc.array(word, { minLength: 1, maxLength: 2 }), fc.nat(), (item, words, seed) => {
      const dice = rollDice(seed)
      const written =
        dice(2) === 0
          ? writeByHand([item], dice)
          : stringify(item, { schema: 'yaml-1.1', indentSeq: dice(2) === 0 })
      const unit = parseUnit(written)
      const resource = unit.kind === 'parsed' ? unit.resources[0] : undefined
      const paths = scalarPaths(resource?.value).filter(([first]) => first === 'spec' || first === 'data')
      const edits = words.map((changed): FieldEdit => {
        return { resource: 'Thing//web', path: paths[dice(paths.length)] ?? ['spec'], value: changed }
      })
      const replaced = replace(written, edits)
      if (replaced === undefined) return
      answered += 1
      expect(editText(written, edits)).toEqual({ kind: 'edited', text: editPieces(written, edits, {}) })
      expect(replaced).toBe(editPieces(written, edits, {}))
    }),
    { numRuns: 600 },
  )
  expect(answered).toBeGreaterThan(150)
})
