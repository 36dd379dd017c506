import { editText, formatUnit, type JsonObject, parseUnit, type TidewayError } from '@tideway/core'
import { renderFailed } from '../render-failed.ts'
import type { RenderedUnit } from '../units/rendered-unit.ts'
import { joinTexts } from '../units/split-text.ts'
import { editsOfPatch } from './merge-edits.ts'
import type { PatchEntry } from './patch-file.ts'

/**
 * Applies a patch file to rendered units, with the smallest edits of their texts. A unit that it leaves without
 * resources is no unit any more. Throws a TidewayError for an entry that is for no resource, or for several.
 */
export function applyPatchFile(
  path: string,
  units: readonly RenderedUnit[],
  entries: readonly PatchEntry[],
): readonly RenderedUnit[] {
  let result: readonly RenderedUnit[] = units
  for (const entry of entries) {
    result = entry.action === 'create' ? create(path, result, entry) : change(path, result, entry)
  }
  return result
}

function change(path: string, units: readonly RenderedUnit[], entry: PatchEntry): readonly RenderedUnit[] {
  const candidates = units.filter(({ unit }) => entry.unit === undefined || unit === entry.unit)
  const matching = candidates.filter((unit) => unit.kind === 'rendered' && holds(unit.text, entry.key))
  const [target, second] = matching
  if (second !== undefined) {
    const names = matching.map(({ unit }) => unit).join(', ')
    throw renderFailed({ path, line: entry.line }, `${entry.key} is in ${names}`, 'name the unit with $unit')
  }
  if (target?.kind !== 'rendered') {
    // It may well be in a unit that could not be rendered, and that is told there.
    if (candidates.some(({ kind }) => kind === 'failed')) return units
    const what = `the patch is for ${entry.key}, which no template renders`
    throw renderFailed({ path, line: entry.line }, what, 'correct its kind, name or namespace, or remove it')
  }
  const changed = patchUnit(path, target, entry)
  return units.flatMap((unit) => {
    if (unit !== target) return [unit]
    return changed.kind === 'rendered' && isEmpty(changed.text) ? [] : [changed]
  })
}

function patchUnit(
  path: string,
  unit: Extract<RenderedUnit, { kind: 'rendered' }>,
  entry: PatchEntry,
): RenderedUnit {
  const { apiVersion: _version, kind: _kind, ...patch } = entry.value
  const target = findResource(unit.text, entry.key)
  const edits =
    entry.action === 'delete'
      ? [{ resource: entry.key, path: [], value: undefined }]
      : editsOfPatch(entry.key, target, patch)
  const edited = editText(unit.text, edits, { name: unit.unit })
  if (edited.kind === 'edited') return { ...unit, text: edited.text }
  return { kind: 'failed', unit: unit.unit, files: unit.files, error: refused(path, entry, edited.error) }
}

function create(path: string, units: readonly RenderedUnit[], entry: PatchEntry): readonly RenderedUnit[] {
  const text = formatUnit([entry.value])
  const present = units.find(({ unit }) => unit === entry.unit)
  if (present === undefined) {
    const created: RenderedUnit = { kind: 'rendered', unit: entry.unit ?? '', files: [path], text }
    return [...units, created].sort((one, other) => (one.unit < other.unit ? -1 : 1))
  }
  if (present.kind === 'failed') return units
  if (holds(present.text, entry.key)) {
    const what = `${entry.key} is to be created, and is in ${present.unit} already`
    throw renderFailed({ path, line: entry.line }, what, 'take $patch: create away')
  }
  const joined = { ...present, text: joinTexts([present.text, text]) }
  return units.map((unit) => (unit === present ? joined : unit))
}

function refused(path: string, entry: PatchEntry, error: TidewayError): TidewayError {
  const what = `the patch for ${entry.key} does not fit what the templates render`
  return renderFailed({ path, line: entry.line }, what, error.next, error)
}

function holds(text: string, key: string): boolean {
  return findResource(text, key) !== undefined
}

function findResource(text: string, key: string): JsonObject | undefined {
  const parsed = parseUnit(text)
  return parsed.kind === 'parsed' ? parsed.resources.find((item) => item.key === key)?.value : undefined
}

function isEmpty(text: string): boolean {
  const parsed = parseUnit(text)
  return parsed.kind === 'parsed' && parsed.resources.length === 0
}
