import {
  type FieldEdit,
  type FieldPath,
  formatUnit,
  isJsonObject,
  type Json,
  type JsonObject,
  type WantedUnit,
} from '@tideway/core'
import * as fc from 'fast-check'
import type { EnvironmentState } from './environment-state.ts'
import { value } from './source-files.fixture.ts'

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

/** What the picks make of what is rendered: a difference, in which no field is named twice. */
export function wantedFrom(state: EnvironmentState, picks: readonly Pick[]): readonly WantedUnit[] {
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
