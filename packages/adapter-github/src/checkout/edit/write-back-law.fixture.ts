import { type Call, parseUnit, type SourceEdits, type WantedUnit } from '@tideway/core'
import { createTestCall } from '@tideway/core/testing'
import { expect } from 'vitest'
import type { Builder } from '../program/build.ts'
import { renderEnvironment } from '../render-environment.ts'
import type { RenderedEnvironment } from '../render-options.ts'
import { editTree } from '../tree/edit-tree.ts'
import type { FileTree } from '../tree/file-tree.ts'
import { treeOf } from '../tree/tree-of.fixture.ts'
import { countChangedLines, linesOf } from './changed-lines.fixture.ts'
import { editEnvironment } from './edit-environment.ts'
import { changeState, type EnvironmentState, readState } from './environment-state.ts'
import { type Pick, wantedFrom } from './picked-changes.fixture.ts'
import { listChanges, unresolved } from './wanted-change.ts'

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
