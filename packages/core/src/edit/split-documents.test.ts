import { expect, test } from 'vitest'
import { splitDocuments } from './split-documents.ts'

test.each<readonly (readonly string[])[]>([
  [['']],
  [['# only a comment\n']],
  [['a: 1\n']],
  [['# head\n---\na: 1\n# tail\n', '--- # next\nb: 1\n', '---\n']],
  [['%YAML 1.1\n---\na: 1\n...\n', '%YAML 1.1\n---\nb: 1\n']],
  [['a: |\n  ---\n', '---\nb: "\n  --- x"\n']],
  [['\u{feff}a: 1\r\n', '---\r\nb: 1\r\n']],
])('%j are the pieces of their text', (pieces) => {
  expect(splitDocuments(pieces.join(''))).toEqual(pieces)
})
