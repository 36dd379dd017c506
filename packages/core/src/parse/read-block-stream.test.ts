import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { expectAgreement } from './block-agreement.fixture.ts'
import { blockTexts } from './block-texts.fixture.ts'
import { defaultParseLimits } from './parse-limits.ts'
import { readBlockStream } from './read-block-stream.ts'

const read = (text: string) => readBlockStream(text, defaultParseLimits)?.map(({ value }) => value)

describe('reads what manifests are written in', () => {
  it.each<[what: string, text: string, value: unknown]>([
    ['maps in maps', 'a:\n  b:\n    c: d\n  e: 1\n', { a: { b: { c: 'd' }, e: 1 } }],
    ['a list below its key', 'a:\n- b\n- c: 1\n  d: 2\ne: 3\n', { a: ['b', { c: 1, d: 2 }], e: 3 }],
    [
      'an indented list',
      'a:\n  - b: 1\n    c:\n      - d\n  - - e\n    - f\n',
      { a: [{ b: 1, c: ['d'] }, ['e', 'f']] },
    ],
    [
      'quotes without escapes',
      `a: "b: c" # d\n'e f': 'g # h'\n"1": ''\n`,
      { a: 'b: c', 'e f': 'g # h', 1: '' },
    ],
    [
      'scalars as Kubernetes reads them',
      'a: 0644\nb: yes\nc: 1_000\nd: 12:30:45\n',
      { a: 420, b: true, c: 1000, d: '12:30:45' },
    ],
    ['nothing as null', 'a:\nb: # later\nc:\n  # later\nd: ~\n', { a: null, b: null, c: null, d: null }],
    ['empty maps and lists', 'a: {}\nb: [] # none\n', { a: {}, b: [] }],
    [
      'literal blocks',
      'a: |\n  b\n\n    c\n\nd: |-\n  e\nf: |+\n  g\n\nh: 1\n',
      { a: 'b\n\n  c\n', d: 'e', f: 'g\n\n', h: 1 },
    ],
    ['a literal in a list', '- a\n'.replace('- a', 'x:\n- |\n  b\n- c'), { x: ['b\n', 'c'] }],
    ['comments anywhere', '# a\n\na: 1 # b\n  # c\nb: x#y\n', { a: 1, b: 'x#y' }],
    ['odd keys as keys', '__proto__: 1\nconstructor: 2\n', JSON.parse('{"__proto__":1,"constructor":2}')],
  ])('%s', (_, text, value) => {
    const [found, ...more] = read(text) ?? []
    expect(JSON.stringify(found)).toBe(JSON.stringify(value))
    expect(more).toEqual([])
  })

  it('several documents, with the lines on which they begin; empty ones are left out', () => {
    const text = '# first\na: 1\n---\n---\n# none\n---\n\nb: 2\n---\n'
    expect(readBlockStream(text, defaultParseLimits)).toEqual([
      { value: { a: 1 }, line: 2 },
      { value: { b: 2 }, line: 8 },
    ])
  })
})

describe('leaves to the full reader', () => {
  it.each<[what: string, text: string]>([
    ['an anchor', 'a: &b c\n'],
    ['an alias', 'a: *b\n'],
    ['a tag', 'a: !!str 1\n'],
    ['a merge key', 'a:\n  <<: {}\n'],
    ['a flow map', 'a: {b: c}\n'],
    ['an escape', 'a: "b\\nc"\n'],
    ['a folded block', 'a: >\n  b\n'],
    ['an indentation indicator', 'a: |2\n   b\n'],
    ['a scalar that goes on', 'a: b\n  c\n'],
    ['a tab', 'a:\tb\n'],
    ['a carriage return', 'a: b\r\n'],
    ['a byte order mark', '\u{feff}a: b\n'],
    ['a character that YAML does not allow', 'a: \u{1}\n'],
    ['half a surrogate pair', 'a: \u{d800}\n'],
    ['a key that is no text', 'yes: 1\n'],
    ['a key twice', 'a: 1\na: 2\n'],
    ['a key within a value', 'a: b: c\n'],
    ['a line that stands too deep', 'a: 1\n  b: 2\n'],
    ['a line that stands between two depths', 'a:\n    b: 1\n  c: 2\n'],
    ['a list where a map goes on', 'a: 1\n- b\n'],
    ['what is no map', '- a\n'],
    ['a directive', '%YAML 1.2\n---\na: 1\n'],
    ['the end of a document', 'a: 1\n...\n'],
    ['infinity', 'a: .inf\n'],
  ])('%s', (_, text) => expect(read(text)).toBeUndefined())

  it('what is past a limit', () => {
    const nested = Array.from({ length: 5 }, (_, depth) => `${' '.repeat(depth)}a:\n`).join('')
    expect(readBlockStream(nested, { ...defaultParseLimits, depth: 6 })).toHaveLength(1)
    expect(readBlockStream(nested, { ...defaultParseLimits, depth: 5 })).toBeUndefined()
    expect(readBlockStream(nested, { ...defaultParseLimits, characters: 10 })).toBeUndefined()
    expect(readBlockStream('a: 1\n---\nb: 1\n', { ...defaultParseLimits, documents: 1 })).toBeUndefined()
  })
})

describe('agrees with the full reader wherever it answers', () => {
  it('on generated texts and slips of the hand', () => {
    let answered = 0
    fc.assert(
      fc.property(blockTexts, (text) => {
        if (expectAgreement(text)) answered += 1
      }),
      { numRuns: 1500 },
    )
    expect(answered).toBeGreaterThan(300)
  })

  const corpora =
    process.env['TIDEWAY_CORPORA'] ?? fileURLToPath(new URL('../../../../../shared/corpora', import.meta.url))
  const folder = join(corpora, 'kubernetes-types')
  it.skipIf(!existsSync(folder))('and it answers for every kind of Kubernetes', () => {
    for (const name of readdirSync(folder).filter((file) => file.endsWith('.yaml'))) {
      expect([name, expectAgreement(readFileSync(join(folder, name), 'utf8'))]).toEqual([name, true])
    }
  })
})
