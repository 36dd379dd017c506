import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { deepEqual } from '../model/deep-equal.ts'
import type { FieldEdit } from '../model/field-edit.ts'
import { getField } from '../model/get-field.ts'
import { isJsonList, isJsonObject, type Json, type JsonObject, type Tree } from '../model/json.ts'
import { parseUnit } from '../parse/parse-unit.ts'
import { applyEdits } from './apply-edits.ts'
import { editText } from './edit-text.ts'
import { type Dice, rollDice, writeByHand } from './handwriting.fixture.ts'

const scalar: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(
    'a',
    'yes',
    '0644',
    'a: b',
    'two\nlines\n',
    'x\ny',
    ' pad ',
    '',
    '- a',
    "it's",
    'say "hi"',
  ),
  fc.constantFrom<Json>(
    null,
    true,
    0,
    1.5,
    42,
    'https://a/b#c',
    'a # b',
    '2024-01-01',
    'ü',
    'tab\there',
    '*',
  ),
  fc.string({ maxLength: 6 }),
)
const key = fc.oneof(
  fc.constantFrom('a', 'b', 'c', 'name', 'on', '1', 'a b', 'app.kubernetes.io/name', '__proto__', '-', '"'),
  fc.string({ maxLength: 4 }),
)
const { value } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc
      .array(fc.tuple(key, tie('value')), { maxLength: 4 })
      .map((entries): JsonObject => Object.fromEntries(entries)),
  ),
}))

const resource = fc
  .record({ name: fc.constantFrom('web', 'api', 'job'), labels: value, spec: value, data: value })
  .map(({ name, labels, spec, data }): JsonObject => {
    return { apiVersion: 'v1', kind: 'Thing', metadata: { name, labels }, spec, data }
  })
const resources = fc.uniqueArray(resource, {
  selector: (item) => String(getField(item, ['metadata', 'name'])),
  minLength: 1,
  maxLength: 3,
})

/** Draws an edit that has a place: most change what is there, some add or remove. */
function drawEdit(all: ReadonlyMap<string, JsonObject>, newValue: Json, dice: Dice): FieldEdit {
  const keys = [...all.keys()]
  const resource = keys[dice(keys.length)] ?? ''
  const path = [['spec'], ['data'], ['metadata', 'labels']][dice(3)] ?? []
  let below: Tree = getField(all.get(resource), path)
  while (path.length < 8 && dice(4) > 0) {
    const choices: readonly string[] = isJsonList(below)
      ? [...below.keys(), below.length].map(String)
      : isJsonObject(below)
        ? [...Object.keys(below), 'added']
        : below === null || below === undefined
          ? ['fresh']
          : []
    const next = choices[dice(choices.length)]
    if (next === undefined) break
    path.push(next)
    below = getField(below, [next])
  }
  return { resource, path, value: dice(4) === 0 ? undefined : newValue }
}

function parse(text: string): ReadonlyMap<string, JsonObject> {
  const unit = parseUnit(text)
  if (unit.kind === 'invalid') throw unit.error
  return new Map(unit.resources.map((item) => [item.key, item.value]))
}

type Resources = ReadonlyMap<string, JsonObject>

function isSame(left: Resources, right: Resources): boolean {
  return deepEqual([...left.values()], [...right.values()])
}

describe('editText', () => {
  test('holds what the same edits make of the parsed text, however it is written', () => {
    fc.assert(
      fc.property(
        resources,
        fc.array(value, { minLength: 1, maxLength: 3 }),
        fc.nat(),
        (items, values, seed) => {
          const dice = rollDice(seed)
          const text = writeByHand(items, dice)
          let all = parse(text)
          const edits: FieldEdit[] = []
          for (const newValue of values) {
            const edit = drawEdit(all, newValue, dice)
            edits.push(edit)
            all = applyEdits(all, [edit])
          }
          const result = editText(text, edits)
          if (result.kind === 'refused') throw result.error
          expect(isSame(parse(result.text), all), result.text).toBe(true)
          const again = edits.slice(-1)
          if (isSame(applyEdits(all, again), all)) expect(editText(result.text, again)).toEqual(result)
        },
      ),
      { numRuns: 250 },
    )
  })

  test('changes no byte where the value is there already', () => {
    fc.assert(
      fc.property(resources, fc.nat(), (items, seed) => {
        const dice = rollDice(seed)
        const text = writeByHand(items, dice)
        const all = parse(text)
        const edits = [...all.keys()].flatMap((name): FieldEdit[] => {
          const edit = drawEdit(all, null, dice)
          const present = getField(all.get(edit.resource), edit.path)
          return [
            { resource: name, path: [], value: all.get(name) },
            { ...edit, value: present },
          ]
        })
        expect(editText(text, edits)).toEqual({ kind: 'edited', text })
      }),
      { numRuns: 100 },
    )
  })

  test('changes one line to change one value of a line, and gives it back', () => {
    fc.assert(
      fc.property(
        resources,
        fc.nat(),
        fc.constantFrom<Json>('x', 'no', 7, true, '1.20'),
        (items, seed, changed) => {
          const dice = rollDice(seed)
          const text = writeByHand(items, dice)
          const all = parse(text)
          const edit = drawEdit(all, changed, dice)
          const present = getField(all.get(edit.resource), edit.path)
          const isPlain =
            typeof present === 'string' || typeof present === 'number' || typeof present === 'boolean'
          fc.pre(isPlain && !String(present).includes('\n') && edit.value !== undefined)
          const result = editText(text, [edit])
          if (result.kind === 'refused') throw result.error
          const [before, after] = [text.split('\n'), result.text.split('\n')]
          expect(after.length).toBe(before.length)
          expect(after.filter((line, index) => line !== before[index]).length).toBeLessThanOrEqual(1)
          const back = editText(result.text, [{ ...edit, value: present }])
          expect(back.kind === 'edited' && back.text.split('\n').length).toBe(before.length)
        },
      ),
      { numRuns: 100 },
    )
  })

  test('adds lines among lines that all stay, in their order', () => {
    fc.assert(
      fc.property(
        resources,
        fc.nat(),
        fc.constantFrom<Json>('x', 7, { a: { b: [1] } }),
        (items, seed, added) => {
          const text = writeByHand(items, rollDice(seed))
          fc.pre(!/^\{/m.test(text))
          const [first] = parse(text).keys()
          const path = ['metadata', 'annotations', 'tideway.dev/note']
          const result = editText(text, [{ resource: first ?? '', path, value: added }])
          if (result.kind === 'refused') throw result.error
          const rest = [...result.text.split('\n')]
          for (const line of text.split('\n')) {
            const at = rest.indexOf(line)
            if (!/^"?metadata"?:/.test(line)) expect(at, line).toBeGreaterThanOrEqual(0)
            rest.splice(0, at + 1)
          }
        },
      ),
      { numRuns: 100 },
    )
  })
})
