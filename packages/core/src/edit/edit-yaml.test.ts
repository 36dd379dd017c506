import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { setField } from '../model/set-field.ts'
import { formatBlock, isBlock } from '../parse/format-value.ts'
import { parseYaml } from '../parse/parse-yaml.ts'
import { editYaml } from './edit-yaml.ts'

const values = `# ours
replicas: 2 # enough

image: { name: web, tag: "1.10" }
extra:
- one
`

describe('an edit of a YAML file', () => {
  test.each([
    ['replicas', 3, values.replace('2 #', '3 #')],
    ['image/tag', '1.20', values.replace('1.10', '1.20')],
    ['extra/0', 'two', values.replace('one', 'two')],
    ['extra/1', 'two', `${values}- two\n`],
    ['image', undefined, values.replace(/image.*\n/, '')],
    ['limits/cpu', '1', `${values}limits:\n  cpu: "1"\n`],
  ])('sets %s to %j on its own lines', (path, value, text) => {
    expect(editYaml(values, [{ path: path.split('/'), value }])).toEqual({ kind: 'edited', text })
    const windows = editYaml(values.replaceAll('\n', '\r\n'), [{ path: path.split('/'), value }])
    expect(windows).toEqual({ kind: 'edited', text: text.replaceAll('\n', '\r\n') })
  })

  test.each([
    ['', 'a:\n  b: 1\n'],
    ['# only a comment', '# only a comment\na:\n  b: 1\n'],
    ['---\n', '---\na:\n  b: 1\n'],
    ['{}\n', 'a:\n  b: 1\n'],
  ])('begins a document in %j', (text, expected) => {
    expect(editYaml(text, [{ path: ['a', 'b'], value: 1 }])).toEqual({ kind: 'edited', text: expected })
  })

  test.each([
    ['a: 1\na: 2\n', 'x.yaml'],
    ['a:\n\tb: 1\n', 'x.yaml'],
    ['a: 1\n', 'its parent is a single value'],
  ])('refuses %j', (text, words) => {
    const refused = editYaml(text, [{ path: ['a', 'b'], value: 1 }], { name: 'x.yaml' })
    expect(refused.kind === 'refused' ? refused.error.message : '').toContain(words)
  })

  test('holds what was asked for, and changes nothing where that is there already', () => {
    const scalar = fc.oneof(
      fc.constantFrom('x', '1.10', 'no', ''),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
    )
    const map = fc.dictionary(
      fc.constantFrom('a', 'b', 'c'),
      fc.oneof(scalar, fc.array(scalar, { maxLength: 3 })),
    )
    const path = fc.array(fc.constantFrom('a', 'b'), { minLength: 1, maxLength: 2 })
    fc.assert(
      fc.property(map, path, fc.oneof(scalar, map), (before, at, value) => {
        const text = isBlock(before) ? `${formatBlock(before, 0)}\n` : ''
        const edited = editYaml(text, [{ path: at, value }])
        if (edited.kind === 'refused') return
        expect(parseYaml(edited.text)).toEqual({ kind: 'parsed', value: setField(before, at, value) })
        expect(editYaml(edited.text, [{ path: at, value }])).toEqual(edited)
      }),
    )
  })
})
