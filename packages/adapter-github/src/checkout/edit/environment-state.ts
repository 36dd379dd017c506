import {
  deepEqual,
  formatPath,
  isJsonObject,
  type JsonObject,
  parseUnit,
  type ResourceKey,
  setField,
  TidewayError,
  type Tree,
} from '@tideway/core'
import { isUnitName } from '../units/is-unit-name.ts'
import type { RenderedUnit } from '../units/rendered-unit.ts'
import type { WantedChange } from './wanted-change.ts'

/** What one unit holds, or that it could not be read. */
export type UnitState =
  | { readonly kind: 'read'; readonly resources: ReadonlyMap<ResourceKey, JsonObject> }
  | {
      readonly kind: 'unreadable'
      readonly error: TidewayError
      /** What is rendered, where it is no YAML; undefined where nothing is. */
      readonly text: string | undefined
      /** What it is rendered from, as far as that is known. */
      readonly files: readonly string[]
    }

/** What an environment renders, by unit. */
export type EnvironmentState = ReadonlyMap<string, UnitState>

/** Reads rendered units. */
export function readState(units: ReadonlyMap<string, RenderedUnit>): EnvironmentState {
  return new Map([...units].map(([name, unit]) => [name, readUnit(unit)]))
}

function readUnit(unit: RenderedUnit): UnitState {
  if (unit.kind === 'failed')
    return { kind: 'unreadable', error: unit.error, text: undefined, files: unit.files }
  return readText(unit.text, unit.unit, unit.files)
}

function readText(text: string, name: string, files: readonly string[]): UnitState {
  const parsed = parseUnit(text, { name })
  if (parsed.kind === 'invalid') return { kind: 'unreadable', error: parsed.error, text, files }
  return { kind: 'read', resources: new Map(parsed.resources.map(({ key, value }) => [key, value])) }
}

/** The value of one resource of an environment, or undefined where there is none. */
export function resourceOf(state: EnvironmentState, unit: string, resource: ResourceKey): Tree {
  const found = state.get(unit)
  return found?.kind === 'read' ? found.resources.get(resource) : undefined
}

/** The state as it is after a change, or why it cannot be made. */
export function changeState(
  state: EnvironmentState,
  change: WantedChange,
): EnvironmentState | { readonly kind: 'refused'; readonly reason: string } {
  const present = state.get(change.unit)
  if (present?.kind === 'unreadable') return { kind: 'refused', reason: present.error.message }
  const next = new Map(state)
  if (change.kind === 'delete') {
    next.delete(change.unit)
    return next
  }
  if (change.kind === 'add') {
    if (!isUnitName(change.unit))
      return { kind: 'refused', reason: 'its name cannot become the name of a file' }
    if (present !== undefined) return { kind: 'refused', reason: 'Git renders a unit of this name already' }
    const added = readText(change.text, change.unit, [])
    if (added.kind === 'unreadable') return { kind: 'refused', reason: added.error.message }
    next.set(change.unit, added)
    return next
  }
  const { resource, path, value } = change.edit
  if (present === undefined) return { kind: 'refused', reason: 'Git renders no such unit' }
  const resources = new Map(present.resources)
  const found = resources.get(resource)
  if (found === undefined && path.length > 0) {
    return { kind: 'refused', reason: 'Git renders no such resource' }
  }
  const changed = trySet(found, path, value)
  if (typeof changed === 'string') return { kind: 'refused', reason: changed }
  if (changed.value === undefined) resources.delete(resource)
  else if (isJsonObject(changed.value)) resources.set(resource, changed.value)
  else return { kind: 'refused', reason: 'a resource is a map' }
  next.set(change.unit, { kind: 'read', resources })
  return next
}

/** Sets a field, or says why it cannot be set. */
export function trySet(found: Tree, path: readonly string[], value: Tree): { readonly value: Tree } | string {
  try {
    return { value: setField(found, path, value) }
  } catch (error) {
    if (TidewayError.isInstance(error)) return error.message
    throw error
  }
}

/** Says where two states differ first, as words that hold no value; undefined where they are equal. */
export function findDifference(actual: EnvironmentState, wanted: EnvironmentState): string | undefined {
  for (const unit of new Set([...actual.keys(), ...wanted.keys()])) {
    const [left, right] = [actual.get(unit), wanted.get(unit)]
    if (left === undefined) return `unit ${unit} would not be rendered`
    if (right === undefined) return `unit ${unit} would be rendered`
    if (left.kind === 'unreadable' || right.kind === 'unreadable') {
      if (textOf(left) === textOf(right) && left.kind === right.kind) continue
      return `unit ${unit} cannot be read, and would differ`
    }
    for (const key of new Set([...left.resources.keys(), ...right.resources.keys()])) {
      const path = differingPath(left.resources.get(key), right.resources.get(key))
      if (path !== undefined)
        return `${formatPath(path) || 'the whole'} of ${key} in unit ${unit} would differ`
    }
  }
  return undefined
}

function textOf(unit: UnitState): string | undefined {
  return unit.kind === 'unreadable' ? unit.text : undefined
}

function differingPath(left: Tree, right: Tree): readonly string[] | undefined {
  if (deepEqual(left, right)) return undefined
  if (!isJsonObject(left) || !isJsonObject(right)) return []
  for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
    const below = differingPath(left[key], right[key])
    if (below !== undefined) return [key, ...below]
  }
  return []
}
