import { describe, expect, test } from 'vitest'
import { parseUnit } from './parse-unit.ts'

const head = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\n'

function readData(data: string): unknown {
  const unit = parseUnit(`${head}data:\n${data}`)
  if (unit.kind === 'invalid') throw unit.error
  return unit.resources[0]?.value['data']
}

function refusalOf(text: string, limits = {}): string {
  const unit = parseUnit(text, { name: 'apps/web', limits })
  if (unit.kind === 'parsed') throw new Error('was parsed')
  return unit.error.message
}

describe('parseUnit', () => {
  test('reads several documents and skips empty ones', () => {
    const text = `# license\n---\n---\n# nothing here\n---\n${head}...\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: shop}\n---\n`
    const unit = parseUnit(text)
    if (unit.kind === 'invalid') throw unit.error
    expect(unit.resources.map(({ key, line }) => [key, line])).toEqual([
      ['ConfigMap//web', 6],
      ['Deployment.apps/shop/web', 12],
    ])
    expect(unit.resources[1]?.identity).toEqual({
      group: 'apps',
      kind: 'Deployment',
      namespace: 'shop',
      name: 'web',
    })
  })

  test('reads nothing, JSON, a byte order mark and CRLF', () => {
    expect(parseUnit('')).toEqual({ kind: 'parsed', resources: [] })
    expect(parseUnit('# only a comment\n')).toEqual({ kind: 'parsed', resources: [] })
    const json = parseUnit('{"apiVersion":"v1","kind":"A","metadata":{"name":"n"},"x":{"on":"yes"}}')
    expect(json.kind === 'parsed' && json.resources[0]?.value['x']).toEqual({ on: 'yes' })
    const windows = parseUnit(`\u{feff}${head.replaceAll('\n', '\r\n')}x: |\r\n  a\r\n  b\r\n`)
    expect(windows.kind === 'parsed' && windows.resources[0]?.value['x']).toBe('a\nb\n')
  })

  test('expands a List and lists with items, and leaves other kinds alone', () => {
    const item = (name: string) => `- apiVersion: v1\n  kind: ConfigMap\n  metadata: {name: ${name}}\n`
    const list = (kind: string) => `apiVersion: v1\nkind: ${kind}\nitems:\n${item('a')}${item('b')}`
    for (const kind of ['List', 'ConfigMapList']) {
      const unit = parseUnit(list(kind))
      expect(unit.kind === 'parsed' && unit.resources.map(({ key, line }) => [key, line])).toEqual([
        ['ConfigMap//a', 4],
        ['ConfigMap//b', 7],
      ])
    }
    const custom = parseUnit('apiVersion: x.io/v1\nkind: AllowList\nmetadata: {name: a}\n')
    expect(custom.kind === 'parsed' && custom.resources[0]?.key).toBe('AllowList.x.io//a')
  })

  test('makes keys strings and keeps null values', () => {
    expect(readData('  1: a\n  on: b\n  0x10: c\n  1.50: d\n  ? e\n  "": f\n')).toEqual({
      '1': 'a',
      true: 'b',
      '16': 'c',
      '1.5': 'd',
      e: null,
      '': 'f',
    })
  })

  test('takes odd keys for keys only', () => {
    const data = readData('  __proto__: {polluted: true}\n  constructor: {prototype: x}\n  toString: y\n')
    expect(Object.keys(data as object)).toEqual(['__proto__', 'constructor', 'toString'])
    expect(Reflect.has({}, 'polluted')).toBe(false)
  })

  test('expands anchors, aliases and merge keys', () => {
    const data =
      '  base: &base {a: 1, b: [x]}\n  more: &more {b: 2, c: 3}\n  one: {<<: *base, a: 2}\n' +
      '  two:\n    <<: [*base, *more]\n  again: *base\n  text: "<<"\n  quoted: {"<<": 1}\n'
    expect(readData(data)).toEqual({
      base: { a: 1, b: ['x'] },
      more: { b: 2, c: 3 },
      one: { a: 2, b: ['x'] },
      two: { a: 1, b: ['x'], c: 3 },
      again: { a: 1, b: ['x'] },
      text: '<<',
      quoted: { '<<': 1 },
    })
  })

  test('honours tags', () => {
    expect(
      readData('  a: !!str 012\n  b: !!int "12"\n  c: !!float 1\n  d: !!binary aGk=\n  e: !x 1\n'),
    ).toEqual({
      a: '012',
      b: 12,
      c: 1,
      d: 'hi',
      e: '1',
    })
  })

  test.each([
    ['a key twice', `${head}data:\n  a: 1\n  "a": 2\n`, 'apps/web, line 7, column 3: this key stands twice'],
    ['keys alike as text', `${head}data:\n  1: a\n  "1": b\n`, 'line 7, column 3'],
    ['a null key', `${head}data:\n  ~: a\n`, 'line 6, column 3: a key is null'],
    ['a map as a key', `${head}data:\n  ? {a: 1}\n  : b\n`, 'a key is a map or a list'],
    ['a rounded key', `${head}data:\n  1.23456789: b\n`, 'quote it'],
    ['infinity', `${head}data:\n  a: .inf\n`, 'line 6, column 6'],
    ['a tag that does not fit', `${head}data:\n  a: !!int x\n`, 'does not fit its tag'],
    ['a merge key with a scalar', `${head}data:\n  <<: x\n`, 'a merge key takes maps only'],
    ['a merge key below its key', `x: &x {a: 1}\n${head}data:\n  a: 2\n  <<: *x\n`, 'readers disagree'],
    ['an alias without anchor', `${head}data: *x\n`, 'an alias has no anchor'],
    ['an alias in its anchor', `${head}data: &x [*x]\n`, 'inside its own anchor'],
    ['a scalar document', `${head}---\nhello\n`, 'line 6, column 1: document 2 is no map'],
    [
      'no kind',
      'apiVersion: v1\nmetadata: {name: a}\n',
      'document 1 is no Kubernetes object: it has no kind',
    ],
    ['no apiVersion', 'kind: A\nmetadata: {name: a}\n', 'no apiVersion'],
    ['no name', 'apiVersion: v1\nkind: A\nmetadata: {generateName: a}\n', 'no metadata.name'],
    ['a numeric name', 'apiVersion: v1\nkind: A\nmetadata: {name: 1}\n', 'no metadata.name'],
    [
      'an item without kind',
      'apiVersion: v1\nkind: List\nitems:\n- metadata: {name: a}\n',
      'line 4, column 3',
    ],
    [
      'one resource twice',
      `${head}---\n${head}`,
      'line 6, column 1: ConfigMap//web is in the unit twice, first on line 1',
    ],
    ['a bad indent', `${head}data:\n  a: 1\n b: 2\n`, 'line 7'],
    ['a control character', `${head}data: "\u{7}"\n`, 'line 5, column 8: a character'],
  ])('refuses %s and says where', (_, text, message) => {
    expect(refusalOf(text)).toContain('TIDEWAY_YAML_INVALID  apps/web')
    expect(refusalOf(text)).toContain(message)
  })

  test('says nothing of the text in an error', () => {
    expect(refusalOf(`${head}data: "hunter2"]\n`)).not.toContain('hunter2')
    expect(refusalOf(`${head}data: {a: "hun\\qter2"}\n`)).not.toContain('ter2')
  })

  describe('invariant 8: everything read from outside has limits', () => {
    test('holds its limits', () => {
      const nested = (depth: number) => `${head}data: ${'['.repeat(depth)}${']'.repeat(depth)}\n`
      expect(refusalOf(nested(300))).toContain(
        'TIDEWAY_LIMIT_EXCEEDED  apps/web, line 5, has more nested levels than 256',
      )
      expect(refusalOf(nested(20_000))).toContain('line 5, has more nested levels than 256')
      const block = Array.from({ length: 2_000 }, (_, level) => `${' '.repeat(level)}a:\n`)
      expect(refusalOf(`${head}${block.join('')}`)).toMatch(/line \d+, has more nested levels/)
      expect(refusalOf(`${head}data:\n${'- '.repeat(10_000)}a\n`)).toContain('nested levels')
      const began = performance.now()
      expect(refusalOf(`${head}data: ${'x'.repeat(100 * 1024 * 1024)}`)).toContain('characters than 16777216')
      expect(performance.now() - began).toBeLessThan(2_000)
      expect(refusalOf(head, { characters: 10 })).toContain('characters than 10')
      expect(refusalOf('---\n---\n---\n', { documents: 2 })).toContain('documents than 2')
      expect(refusalOf('---\n---\n---\n', { documents: 2 })).toContain('apps/web, line 3,')
      const laughs = ['  a0: &a0 [x, x, x, x, x, x, x, x, x, x]']
      for (let level = 1; level < 9; level++) {
        laughs.push(
          `  a${level}: &a${level} [${Array(10)
            .fill(`*a${level - 1}`)
            .join(', ')}]`,
        )
      }
      expect(refusalOf(`${head}data:\n${laughs.join('\n')}\n`)).toContain(
        'values made by aliases than 100000',
      )
      const chain = ['  a0: &a0 []']
      for (let level = 1; level < 300; level++) chain.push(`  a${level}: &a${level} [*a${level - 1}]`)
      expect(refusalOf(`${head}data:\n${chain.join('\n')}\n`)).toContain('nested levels')
    })
  })
})
