import {
  type Call,
  type FieldEdit,
  type FieldPath,
  formatUnit,
  isJsonObject,
  type Json,
  type JsonObject,
  parseUnit,
  type SourceEdits,
  type WantedUnit,
} from '@tideway/core'
import { createTestCall } from '@tideway/core/testing'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Builder } from '../program/build.ts'
import { renderEnvironment } from '../render-environment.ts'
import type { CutRule, RenderedEnvironment } from '../render-options.ts'
import { editTree } from '../tree/edit-tree.ts'
import type { FileTree } from '../tree/file-tree.ts'
import { editEnvironment } from './edit-environment.ts'
import { changeState, type EnvironmentState, readState, resourceOf } from './environment-state.ts'
import { listChanges, unresolved } from './wanted-change.ts'

const build: Builder = () => Promise.reject(new Error('nothing here is a kustomization'))
const call: Call = createTestCall()
const emptyTree: FileTree = {
  paths: [],
  has: () => false,
  read: async () => new Map(),
  bytes: async () => new Map(),
}
const treeOf = (files: Readonly<Record<string, string>>) =>
  editTree(emptyTree, new Map(Object.entries(files)))
const afterEdits = (tree: FileTree, { files }: SourceEdits) =>
  editTree(tree, new Map(files.map((file) => [file.path, file.kind === 'write' ? file.text : undefined])))
const render = async (environment: RenderedEnvironment, tree: FileTree) =>
  readState(await renderEnvironment(environment.render, tree, build, call))
const valuesOf = (state: EnvironmentState) =>
  [...state].map(([name, unit]) => [name, unit.kind === 'read' ? unit.resources : unit.text]).sort()
const texts = async (environment: RenderedEnvironment, tree: FileTree) =>
  new Map(
    [...(await renderEnvironment(environment.render, tree, build, call))].map(([name, unit]) => {
      const parsed = unit.kind === 'rendered' ? parseUnit(unit.text) : unit
      return [name, parsed.kind === 'parsed' ? parsed.resources.map(({ value: own }) => own) : unit]
    }),
  )

const word = fc.constantFrom(
  'x',
  'a b',
  '512',
  'true',
  'no',
  '',
  "it's",
  'say "hi"',
  '#no',
  'a: b',
  '1.10',
  '$A',
)
const scalar: fc.Arbitrary<Json> = fc.oneof(word, fc.integer({ min: 0, max: 999 }), fc.boolean())
const named = fc.record({ name: fc.constantFrom('app', 'side'), size: scalar })
const value: fc.Arbitrary<Json> = fc.oneof(
  { weight: 4, arbitrary: scalar },
  fc.array(scalar, { maxLength: 3 }),
  fc.uniqueArray(named, { selector: ({ name }) => name, maxLength: 2 }),
  fc.dictionary(fc.constantFrom('k', 'l', 'm'), scalar, { maxKeys: 3 }),
)
const inTemplate = fc.oneof(
  { weight: 3, arbitrary: value },
  fc.constantFrom(`\${A}`, `\${B}`, `pre-\${A}`, `\${A}.\${B}`, `x\${C}y`, `$C`),
)
const spec = (of: fc.Arbitrary<Json>) =>
  fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), of, { maxKeys: 4 })
const resourceWith = (of: fc.Arbitrary<Json>) =>
  fc.record({ name: fc.constantFrom('one', 'two', 'three'), spec: spec(of) }).map(
    ({ name, spec: fields }): JsonObject => ({
      apiVersion: 'example.org/v1',
      kind: 'Thing',
      metadata: { name, labels: { unit: `unit-${name}` } },
      spec: fields,
    }),
  )
const unitWith = (of: fc.Arbitrary<Json>) =>
  fc.uniqueArray(resourceWith(of), {
    selector: (resource) => JSON.stringify(resource['metadata']),
    minLength: 1,
    maxLength: 3,
  })
const filesWith = (of: fc.Arbitrary<Json>, ending: string) =>
  fc
    .dictionary(fc.constantFrom('web', 'db'), unitWith(of), { minKeys: 1 })
    .map((units) =>
      Object.fromEntries(
        Object.entries(units).map(([name, resources]) => [
          `base/${name}${ending}`,
          `# ${name}\n${formatUnit(resources)}`,
        ]),
      ),
    )

// What to change is picked from what is rendered, by number.
const pick = fc.record({ at: fc.nat(), how: fc.nat(), value })
type Pick = { readonly at: number; readonly how: number; readonly value: Json }

function wantedFrom(state: EnvironmentState, picks: readonly Pick[]): readonly WantedUnit[] {
  const units = [...state].filter(([, unit]) => unit.kind === 'read').map(([name]) => name)
  const wanted = new Map<string, WantedUnit>()
  for (const item of picks) {
    const unit = units[item.at % Math.max(units.length, 1)]
    const present = unit === undefined ? undefined : state.get(unit)
    if (unit === undefined || present?.kind !== 'read') continue
    const edit = editFrom([...present.resources], item)
    const earlier = wanted.get(unit)
    if (earlier?.kind === 'delete') continue
    if (item.how % 19 === 7) wanted.set(unit, { kind: 'delete', unit })
    else if (edit !== undefined) {
      const edits = earlier?.kind === 'update' ? earlier.edits : []
      if (edits.some((other) => overlap(other, edit))) continue
      wanted.set(unit, { kind: 'update', unit, edits: [...edits, edit] })
    }
    if (item.how % 11 === 5) {
      const text = formatUnit([
        {
          apiVersion: 'v1',
          kind: 'Extra',
          metadata: { name: 'new', labels: { unit: 'new' } },
          spec: item.value,
        },
      ])
      wanted.set('new', { kind: 'add', unit: 'new', text })
    }
  }
  return [...wanted.values()]
}

function editFrom(resources: readonly (readonly [string, JsonObject])[], item: Pick): FieldEdit | undefined {
  const [resource, present] = resources[item.how % Math.max(resources.length, 1)] ?? []
  if (resource === undefined || present === undefined) return undefined
  if (item.how % 13 === 4) return { resource, path: [], value: undefined }
  const paths = pathsOf(present['spec'] ?? {}, ['spec'])
  const path = item.how % 7 === 3 ? ['spec', 'fresh'] : (paths[item.how % paths.length] ?? ['spec', 'fresh'])
  return { resource, path, value: item.how % 5 === 2 ? undefined : item.value }
}

// What is wanted is a difference: no field is named twice.
function overlap(one: FieldEdit, other: FieldEdit): boolean {
  const depth = Math.min(one.path.length, other.path.length)
  const isAbove = one.path.slice(0, depth).join('/') === other.path.slice(0, depth).join('/')
  return one.resource === other.resource && isAbove
}

function pathsOf(from: Json, path: FieldPath): readonly FieldPath[] {
  if (Array.isArray(from)) {
    const elements = from.filter((item): item is JsonObject => isJsonObject(item) && 'name' in item)
    return [path, ...elements.map((item) => [...path, `[name=${item['name']}]`, 'size'])]
  }
  if (!isJsonObject(from)) return [path]
  const below = Object.entries(from).flatMap(([key, item]) => pathsOf(item, [...path, key]))
  return path.length > 1 ? [path, ...below] : below
}

async function checkLaw(
  files: Readonly<Record<string, string>>,
  environment: RenderedEnvironment,
  others: readonly RenderedEnvironment[],
  picks: readonly Pick[],
): Promise<void> {
  const tree = treeOf(files)
  const place = { tree, environment, others, build }
  const before = await render(environment, tree)
  const wanted = wantedFrom(before, picks)
  const edits = await editEnvironment(place, wanted, call)
  const given = new Set(edits.unresolved.map((item) => JSON.stringify({ ...item, reason: '' })))
  let goal = before
  for (const change of listChanges(wanted)) {
    if (given.has(JSON.stringify(unresolved(change, '')))) continue
    const changed = changeState(goal, change)
    if ('kind' in changed) throw new Error(`${changed.reason} was neither refused nor possible`)
    goal = changed
  }
  const after = afterEdits(tree, edits)
  expect(valuesOf(await render(environment, after))).toEqual(valuesOf(goal))
  for (const other of others) expect(await texts(other, after)).toEqual(await texts(other, tree))
  for (const file of edits.files) {
    expect(file.kind === 'write' ? file.text : undefined).not.toBe(files[file.path])
  }
  const present = [...before].flatMap(([unit, item]): WantedUnit[] => {
    if (item.kind !== 'read') return []
    const fields = [...item.resources.keys()].map((resource) => ({
      resource,
      path: ['spec'],
      value: (resourceOf(before, unit, resource) as JsonObject)['spec'],
    }))
    return [{ kind: 'update', unit, edits: fields }]
  })
  expect(await editEnvironment(place, present, call)).toEqual({ files: [], unresolved: [] })
}

const rules: readonly (readonly CutRule[])[] = [[{ by: 'file' }], [{ by: 'label', key: 'unit' }]]
const picks = fc.array(pick, { minLength: 1, maxLength: 4 })
const runs = { numRuns: 150 }

describe('what is written back', () => {
  test('renders what is wanted, or says that it does not: plain files', async () => {
    const law = fc.asyncProperty(
      filesWith(value, '.yaml'),
      picks,
      fc.constantFrom(...rules),
      async (files, p, units) => {
        const names = Object.values(files).flatMap((text) => namesIn(text))
        fc.pre(units[0]?.by === 'file' || new Set(names).size === names.length)
        const environment = { environment: 'prod', render: [{ kind: 'files', path: 'base', units } as const] }
        const shared = {
          environment: 'dev',
          render: [{ kind: 'files', path: 'base/db.y*l', units } as const],
        }
        await checkLaw({ ...files, 'base/x': '' }, environment, [shared], p)
      },
    )
    await fc.assert(law, runs)
  })

  test('renders what is wanted, or says that it does not: templates', async () => {
    const env = fc.record({ A: word, B: fc.constantFrom('1', 'b'), C: fc.constantFrom('7', 'c d') })
    const law = fc.asyncProperty(
      filesWith(inTemplate, '.yaml.template'),
      env,
      env,
      picks,
      fc.record({ patched: fc.boolean(), alone: fc.boolean(), units: fc.constantFrom(...rules) }),
      async (files, prod, dev, p, { patched, alone, units }) => {
        const names = Object.values(files).flatMap((text) => namesIn(text))
        fc.pre(units[0]?.by === 'file' || new Set(names).size === names.length)
        const of = (environment: string): RenderedEnvironment => ({
          environment,
          render: [
            {
              kind: 'envsubst',
              path: 'base',
              variables: `${environment}.env`,
              ...(patched ? { patch: `${environment}.patch.yaml` } : {}),
              units,
            },
          ],
        })
        const all = { ...files, 'base/x': '', 'prod.env': envText(prod), 'dev.env': envText(dev) }
        // A value can break a template's YAML: then nothing can be said of any unit that is cut by its label.
        fc.pre((await isReadable(of('prod'), all)) && (await isReadable(of('dev'), all)))
        await checkLaw(all, of('prod'), alone ? [] : [of('dev')], p)
      },
    )
    await fc.assert(law, runs)
  })
})

function namesIn(text: string): readonly string[] {
  const parsed = parseUnit(text)
  return parsed.kind === 'parsed' ? parsed.resources.map(({ key }) => key) : []
}

async function isReadable(environment: RenderedEnvironment, files: Readonly<Record<string, string>>) {
  try {
    await render(environment, treeOf(files))
    return true
  } catch {
    return false
  }
}

function envText(variables: Readonly<Record<string, string>>): string {
  const quote = (text: string) => (text.includes("'") ? `"${text}"` : `'${text}'`)
  return Object.entries(variables)
    .map(([name, text]) => `${name}=${/^\w+$/.test(text) ? text : quote(text)}\n`)
    .join('')
}
