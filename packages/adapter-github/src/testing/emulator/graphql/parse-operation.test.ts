import { expect, test } from 'vitest'
import { parseOperation } from './parse-operation.ts'

test('reads names, aliases, arguments, variables and their defaults', () => {
  const source = `
    # a comment
    query Named($a: String!, $b: [Int!]! = [1, 2]) {
      first: thing(text: "x \\"y\\"", a: $a, list: $b, in: { deep: true, none: null, kind: OPEN }) { id, name }
    }`
  expect(parseOperation(source, { a: 'given' })).toEqual({
    kind: 'query',
    fields: [
      {
        alias: 'first',
        name: 'thing',
        arguments: { text: 'x "y"', a: 'given', list: [1, 2], in: { deep: true, none: null, kind: 'OPEN' } },
        fields: [
          { alias: 'id', name: 'id', arguments: {}, fields: [] },
          { alias: 'name', name: 'name', arguments: {}, fields: [] },
        ],
      },
    ],
  })
})

test('tells for which type a field is selected', () => {
  const { fields } = parseOperation('{ thing { id ... on Blob { text, ... on Node { name } } } }', {})
  expect(fields[0]?.fields.map(({ name, on }) => [name, on])).toEqual([
    ['id', undefined],
    ['text', 'Blob'],
    ['name', 'Node'],
  ])
})

test.each([
  '',
  '{',
  '{ a } { b }',
  'query {',
  '{ ...F }',
  '{ ... on }',
  '{ a @skip(if: true) }',
  'subscription { a }',
  '{ a(x: ) }',
])('refuses %j', (source) => {
  expect(() => parseOperation(source, {})).toThrow(/Parse error/)
})
