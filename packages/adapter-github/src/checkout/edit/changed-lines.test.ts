import { expect, test } from 'vitest'
import { countChangedLines } from './changed-lines.fixture.ts'

test.each([
  ['a\nb\nc', 'a\nb\nc', 0],
  ['a\nb\nc', 'a\nx\nc', 2],
  ['a\nb', 'a\nnew\nb', 1],
  ['a\nb\nc', 'c\na\nb', 2],
])('counts the lines that %j and %j do not have in common', (before, after, lines) => {
  expect(countChangedLines(before, after)).toBe(lines)
})
