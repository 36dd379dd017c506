import {
  type Call,
  type FieldEdit,
  type FieldPath,
  formatUnit,
  getField,
  isJsonObject,
  type Json,
  type JsonObject,
  parseUnit,
  type SourceEdits,
  type Tree,
  type WantedUnit,
} from '@tideway/core'
import { createTestCall } from '@tideway/core/testing'
import * as fc from 'fast-check'
import { expect } from 'vitest'
import type { Builder } from '../program/build.ts'
import { renderEnvironment } from '../render-environment.ts'
import type { RenderedEnvironment } from '../render-options.ts'
import { editTree } from '../tree/edit-tree.ts'
import type { FileTree } from '../tree/file-tree.ts'
import { treeOf } from '../tree/tree-of.fixture.ts'
import { editEnvironment } from './edit-environment.ts'
import { changeState, type EnvironmentState, readState, trySet } from './environment-state.ts'
import { listChanges, unresolved, type WantedChange } from './wanted-change.ts'

const call: Call = createTestCall()
const afterEdits = (tree: FileTree, { files }: SourceEdits) =>
  editTree(tree, new Map(files.map((file) => [file.path, file.kind === 'write' ? file.text : undefined])))
const render = async (environment: RenderedEnvironment, tree: FileTree, build: Builder) =>
  readState(await renderEnvironment(environment.render, tree, build, call))
const valuesOf = (state: EnvironmentState) =>
  [...state].map(([name, unit]) => [name, unit.kind === 'read' ? unit.resources : unit.text]).sort()
const texts = async (environment: RenderedEnvironment, tree: FileTree, build: Builder) =>
  new Map(
    [...(await renderEnvironment(environment.render, tree, build, call))].map(([name, unit]) => {
      const parsed = unit.kind === 'rendered' ? parseUnit(unit.text) : unit
      return [name, parsed.kind === 'parsed' ? parsed.resources.map(({ value: own }) => own) : unit]
    }),
  )

/** Words that YAML, shells and templates read in ways of their own. */
export const word: fc.Arbitrary<string> = fc.constantFrom(
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
/** A value on one line. */
export const scalar: fc.Arbitrary<Json> = fc.oneof(word, fc.integer({ min: 0, max: 999 }), fc.boolean())
const named = fc.record({ name: fc.constantFrom('app', 'side'), size: scalar })
/** The value of a field. */
export const value: fc.Arbitrary<Json> = fc.oneof(
  { weight: 4, arbitrary: scalar },
  fc.array(scalar, { maxLength: 3 }),
  fc.uniqueArray(named, { selector: ({ name }) => name, maxLength: 2 }),
  fc.dictionary(fc.constantFrom('k', 'l', 'm'), scalar, { maxKeys: 3 }),
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
/** Files of units, by path. */
export const filesWith = (of: fc.Arbitrary<Json>, ending: string): fc.Arbitrary<Record<string, string>> =>
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

/** What to change is picked from what is rendered, by number. */
export interface Pick {
  readonly at: number
  readonly how: number
  readonly value: Json
}

/** Some picks. */
export const picks: fc.Arbitrary<Pick[]> = fc.array(fc.record({ at: fc.nat(), how: fc.nat(), value }), {
  minLength: 1,
  maxLength: 4,
})

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

/** Sources, and how they are rendered. */
export interface LawScene {
  readonly files: Readonly<Record<string, string>>
  readonly environment: RenderedEnvironment
  readonly others: readonly RenderedEnvironment[]
  readonly build: Builder
}

/** What one check of the law saw. */
export interface LawOutcome {
  readonly wanted: number
  readonly unresolved: number
}

/**
 * The law of writing back. After the edits this environment renders what is wanted but for what is unresolved, and the
 * others what they did; what is there already changes no byte; and no more lines change than the edits ask for:
 * for each wanted change, the lines of its old and its new value (of the list around it, where it is in one), its
 * path, and `slack` lines for what a new entry brings along: names, a separator, a line of another environment.
 */
export async function checkLaw(scene: LawScene, chosen: readonly Pick[], slack: number): Promise<LawOutcome> {
  const { files, environment, others, build } = scene
  const tree = treeOf(files)
  const place = { tree, environment, others, build }
  const before = await render(environment, tree, build)
  const wanted = wantedFrom(before, chosen)
  const edits = await editEnvironment(place, wanted, call)
  const given = new Set(edits.unresolved.map((item) => JSON.stringify({ ...item, reason: '' })))
  const changes = listChanges(wanted)
  let goal = before
  for (const change of changes) {
    if (given.has(JSON.stringify(unresolved(change, '')))) continue
    const changed = changeState(goal, change)
    if ('kind' in changed) throw new Error(`${changed.reason} was neither refused nor possible`)
    goal = changed
  }
  const after = afterEdits(tree, edits)
  expect(valuesOf(await render(environment, after, build))).toEqual(valuesOf(goal))
  for (const other of others) {
    expect(await texts(other, after, build)).toEqual(await texts(other, tree, build))
  }
  let lines = 0
  for (const file of edits.files) {
    const text = file.kind === 'write' ? file.text : undefined
    expect(text).not.toBe(files[file.path])
    lines += countChangedLines(files[file.path] ?? '', text ?? '')
  }
  const asked = changes.map((change) => linesOf(change, before) + slack)
  expect(lines).toBeLessThanOrEqual(asked.reduce((sum, more) => sum + more, 0))
  const present = [...before].flatMap(([unit, item]): WantedUnit[] => {
    if (item.kind !== 'read') return []
    const fields = [...item.resources].map(([resource, { spec: own }]) => ({
      resource,
      path: ['spec'],
      value: own,
    }))
    return [{ kind: 'update', unit, edits: fields }]
  })
  expect(await editEnvironment(place, present, call)).toEqual({ files: [], unresolved: [] })
  return { wanted: changes.length, unresolved: edits.unresolved.length }
}

function linesOf(change: WantedChange, state: EnvironmentState): number {
  if (change.kind === 'add') return heightOf({ text: change.text })
  const unit = state.get(change.unit)
  const resources = unit?.kind === 'read' ? unit.resources : new Map<string, JsonObject>()
  // Comments at the head of a file, and separators, go with a unit.
  if (change.kind === 'delete')
    return [...resources.values()].reduce((sum, one) => sum + heightOf(one) + 3, 0)
  const { resource, path } = change.edit
  const list = path.findIndex((segment) => segment.startsWith('['))
  const place = list < 0 ? path : path.slice(0, list)
  const present = resources.get(resource)
  const next = trySet(present, path, change.edit.value)
  const goal = typeof next === 'string' ? undefined : next.value
  return heightOf(getField(present, place)) + heightOf(getField(goal, place)) + path.length
}

function heightOf(of: Tree): number {
  return of === undefined ? 0 : formatUnit([{ of }]).split('\n').length
}

// Lines that are not in the longest text that both have in common.
function countChangedLines(before: string, after: string): number {
  const [left, right] = [before.split('\n'), after.split('\n')]
  let row = right.map(() => 0)
  for (const line of left) {
    const next: number[] = []
    for (const [index, other] of right.entries()) {
      const diagonal = (row[index - 1] ?? 0) + 1
      next.push(line === other ? diagonal : Math.max(row[index] ?? 0, next[index - 1] ?? 0))
    }
    row = next
  }
  return left.length + right.length - 2 * (row.at(-1) ?? 0)
}

/** The resources that a text holds. */
export function namesIn(text: string): readonly string[] {
  const parsed = parseUnit(text)
  return parsed.kind === 'parsed' ? parsed.resources.map(({ key }) => key) : []
}

/** Tells whether an environment can be rendered at all. */
export async function isReadable({ files, environment, build }: LawScene): Promise<boolean> {
  try {
    await render(environment, treeOf(files), build)
    return true
  } catch {
    return false
  }
}
