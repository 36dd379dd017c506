import { deepEqual, isJsonObject, type Json, type JsonObject, setField, type Tree } from '@tideway/core'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { editsOfPatch, editsOnPatch } from './merge-edits.ts'

const { map } = fc.letrec<{ value: Json; map: JsonObject }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(null, 1, 'x', true),
    fc.array(fc.constantFrom(1, 2), { maxLength: 2 }),
    tie('map'),
  ),
  map: fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('value'), { maxKeys: 3 }),
}))

// The procedure of RFC 7396, section 2.
function mergePatch(target: Tree, patch: Json): Json {
  if (!isJsonObject(patch)) return patch
  const result: Record<string, Json> = isJsonObject(target) ? { ...target } : {}
  for (const [key, item] of Object.entries(patch)) {
    if (item === null) delete result[key]
    else result[key] = mergePatch(result[key], item)
  }
  return result
}

const apply = (target: JsonObject, edits: ReturnType<typeof editsOfPatch>) =>
  edits.reduce<Tree>((edited, edit) => setField(edited, edit.path, edit.value), target)

const hasNull = (of: Json): boolean =>
  of === null || (isJsonObject(of) && Object.values(of).some((item) => hasNull(item)))

describe('merge patches', () => {
  test('make the edits that RFC 7396 makes', () => {
    fc.assert(
      fc.property(map, map, (target, patch) => {
        const edited = apply(target, editsOfPatch('Thing//x', target, patch))
        expect(deepEqual(edited, mergePatch(target, patch))).toBe(true)
      }),
    )
  })

  test('come to say what is wanted, on top of what they say already', () => {
    fc.assert(
      fc.property(map, map, map, (plain, patch, wanted) => {
        fc.pre(!hasNull(plain) && !hasNull(wanted))
        const current = mergePatch(plain, patch)
        const edits = editsOnPatch('Thing//x', [], { plain, current, wanted })
        const next = apply(patch, edits)
        const reached = isJsonObject(next) ? mergePatch(plain, next) : undefined
        // A map in place of what the patch made a single value is the one thing that it cannot say in one step.
        if (!replacesMaps(plain, patch)) expect(reached).toEqual(wanted)
      }),
    )
  })
})

function replacesMaps(plain: Tree, patch: Json): boolean {
  if (!isJsonObject(plain)) return false
  if (!isJsonObject(patch)) return true
  return Object.entries(patch).some(([key, item]) => replacesMaps(plain[key], item))
}
