import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mergeTexts } from './merge-texts.ts'

const base = 'a\nb\nc\nd\ne\n'

describe('mergeTexts', () => {
  it('takes changes of different lines from both', () => {
    expect(mergeTexts(base, 'A\nb\nc\nd\ne\n', 'a\nb\nc\nd\nE\nf\n')).toEqual({
      kind: 'merged',
      text: 'A\nb\nc\nd\nE\nf\n',
    })
  })

  it.each([
    ['the same line', 'a\nX\nc\nd\ne\n', 'a\nY\nc\nd\ne\n'],
    ['touching lines', 'a\nX\nc\nd\ne\n', 'a\nb\nY\nd\ne\n'],
    ['two insertions at one place', 'a\nX\nb\nc\nd\ne\n', 'a\nY\nb\nc\nd\ne\n'],
    ['a removed line that the other changed', 'a\nc\nd\ne\n', 'a\nX\nc\nd\ne\n'],
  ])('conflicts at %s', (_, ours, theirs) => {
    expect(mergeTexts(base, ours, theirs)).toEqual({ kind: 'conflict' })
    expect(mergeTexts(base, theirs, ours)).toEqual({ kind: 'conflict' })
  })

  it('takes the same change of both once', () => {
    expect(mergeTexts(base, 'a\nX\nc\nd\ne\n', 'a\nX\nc\nd\nE\n')).toEqual({
      kind: 'merged',
      text: 'a\nX\nc\nd\nE\n',
    })
  })

  it('takes the other side where one kept the base, and does not care which is which', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 6 }).map((lines) => lines.join('\n'))
    fc.assert(
      fc.property(text, text, text, (start, ours, theirs) => {
        expect(mergeTexts(start, start, theirs)).toEqual({ kind: 'merged', text: theirs })
        expect(mergeTexts(start, ours, start)).toEqual({ kind: 'merged', text: ours })
        expect(mergeTexts(start, ours, ours)).toEqual({ kind: 'merged', text: ours })
        expect(mergeTexts(start, ours, theirs)).toEqual(mergeTexts(start, theirs, ours))
      }),
    )
  })
})
