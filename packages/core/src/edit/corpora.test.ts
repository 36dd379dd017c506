import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { FieldEdit } from '../model/field-edit.ts'
import type { FieldPath } from '../model/field-path.ts'
import { isJsonList, isJsonObject, type Json } from '../model/json.ts'
import { parseUnit } from '../parse/parse-unit.ts'
import { editText } from './edit-text.ts'

const repository = fileURLToPath(new URL('../../../..', import.meta.url))
const corpora = process.env['TIDEWAY_CORPORA'] ?? join(repository, '../shared/corpora')
const folder = join(corpora, 'kubernetes-types')
const isThere = existsSync(folder)

function leavesOf(value: Json, path: FieldPath): readonly (readonly [path: FieldPath, value: Json])[] {
  if (isJsonList(value)) return value.flatMap((item, index) => leavesOf(item, [...path, String(index)]))
  if (!isJsonObject(value)) return [[path, value]]
  return Object.entries(value).flatMap(([key, item]) => leavesOf(item, [...path, key]))
}

describe.skipIf(!isThere)('resources of every kind', () => {
  const files = isThere ? readdirSync(folder).filter((name) => name.endsWith('.yaml')) : []

  test.each(files)('%s: changing a value changes its line, and changing it back gives the file', (name) => {
    const text = readFileSync(join(folder, name), 'utf8')
    const unit = parseUnit(text)
    const resource = unit.kind === 'parsed' ? unit.resources[0] : undefined
    if (resource === undefined) throw new Error(`${name} holds nothing`)
    const leaves = leavesOf(resource.value, []).filter(
      ([path, value]) =>
        path[0] !== 'kind' && path[0] !== 'apiVersion' && path[0] !== 'metadata' && value !== null,
    )
    const step = Math.ceil(leaves.length / 4)
    for (const [path, value] of leaves.filter((_, index) => index % step === 0)) {
      const edit: FieldEdit = {
        resource: resource.key,
        path,
        value: typeof value === 'string' ? `${value}1` : value === 7 ? 8 : 7,
      }
      const changed = editText(text, [edit])
      if (changed.kind === 'refused') throw changed.error
      const lines = text.split('\n')
      expect(changed.text.split('\n').filter((line, index) => line !== lines[index]).length).toBe(1)
      expect(editText(changed.text, [{ ...edit, value }])).toEqual({ kind: 'edited', text })
    }
  })

  test.each(files)('%s: every field can be taken away and put back', (name) => {
    const text = readFileSync(join(folder, name), 'utf8')
    const unit = parseUnit(text)
    const resource = unit.kind === 'parsed' ? unit.resources[0] : undefined
    if (resource === undefined) throw new Error(`${name} holds nothing`)
    const spec = Object.entries(resource.value).filter(([key]) => !/^(kind|apiVersion|metadata)$/.test(key))
    for (const [key, value] of spec) {
      const removed = editText(text, [{ resource: resource.key, path: [key], value: undefined }])
      if (removed.kind === 'refused') throw removed.error
      const lines = text.split('\n')
      expect(removed.text.split('\n').every((line) => lines.includes(line))).toBe(true)
      const restored = editText(removed.text, [{ resource: resource.key, path: [key], value }])
      if (restored.kind === 'refused') throw restored.error
      expect(parseUnit(restored.text)).toMatchObject({
        kind: 'parsed',
        resources: [{ value: resource.value }],
      })
    }
  })
})
