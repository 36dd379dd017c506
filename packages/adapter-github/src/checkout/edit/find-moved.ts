import { deepEqual, type JsonObject, parseUnit, type ResourceKey } from '@tideway/core'
import type { RenderedUnit } from '../units/rendered-unit.ts'
import { joinTexts, splitText } from '../units/split-text.ts'
import type { WantedChange } from './wanted-change.ts'

/** A resource that leaves a unit, and its document as Git has it, comments included. */
export interface MovedResource {
  readonly value: JsonObject
  readonly text: string
}

/** Resources that leave a unit, by key: where another unit gets one, its text comes along. */
export type MovedResources = ReadonlyMap<ResourceKey, MovedResource>

/** Finds the resources that changes take out of units. */
export function findMoved(
  changes: readonly WantedChange[],
  units: ReadonlyMap<string, RenderedUnit>,
): MovedResources {
  const moved = new Map<ResourceKey, MovedResource>()
  for (const change of changes) {
    const unit = units.get(change.unit)
    if (unit?.kind !== 'rendered' || change.kind === 'add') continue
    const only = change.kind === 'field' ? change.edit : undefined
    if (only !== undefined && (only.path.length > 0 || only.value !== undefined)) continue
    for (const { key, value, text } of listDocuments(unit.text)) {
      if (only === undefined || only.resource === key) moved.set(key, { value, text })
    }
  }
  return moved
}

/** A unit's text in which every resource that has only moved stands as Git has it. */
export function withMovedTexts(text: string, moved: MovedResources): string {
  const parts = splitText(text)
  const known = parts.map((part) => {
    const [document, more] = listDocuments(part)
    return document === undefined || more !== undefined
      ? undefined
      : movedText(moved, document.key, document.value)
  })
  if (known.every((part) => part === undefined)) return text
  return joinTexts(parts.flatMap((part, index) => (part === '' ? [] : [known[index] ?? part])))
}

/** The text of a resource that has only moved; undefined where it has not, or is changed on the way. */
export function movedText(moved: MovedResources, key: ResourceKey, value: JsonObject): string | undefined {
  const found = moved.get(key)
  return found !== undefined && deepEqual(found.value, value) ? found.text : undefined
}

interface DocumentText extends MovedResource {
  readonly key: ResourceKey
}

function listDocuments(text: string): readonly DocumentText[] {
  return splitText(text).flatMap((part) => {
    const parsed = parseUnit(part)
    const [resource, more] = parsed.kind === 'parsed' ? parsed.resources : []
    if (resource === undefined || more !== undefined) return []
    return [{ key: resource.key, value: resource.value, text: part }]
  })
}
