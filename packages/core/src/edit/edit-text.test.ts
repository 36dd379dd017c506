import { describe, expect, test } from 'vitest'
import type { FieldEdit } from '../model/field-edit.ts'
import type { Json, Tree } from '../model/json.ts'
import { kubernetesListKeys } from '../normalize/list-keys.ts'
import { editText } from './edit-text.ts'

const head = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\n'

function edit(text: string, edits: readonly FieldEdit[]): string {
  const result = editText(text, edits)
  if (result.kind === 'refused') throw result.error
  return result.text
}

/** Edits what stands below the head of a document. */
function editBody(body: string, path: readonly string[], value: Tree): string {
  const text = edit(head + body, [{ resource: 'ConfigMap//web', path, value }])
  expect(text.startsWith(head)).toBe(true)
  return text.slice(head.length)
}

describe('a scalar', () => {
  test.each<readonly [what: string, before: string, value: Json, after: string]>([
    ['keeps its comment', 'a:  old  # why\n', 'new', 'a:  new  # why\n'],
    ['keeps double quotes', 'a: "old"\n', 'new', 'a: "new"\n'],
    ['keeps single quotes', "a: 'old'\n", "it's", "a: 'it''s'\n"],
    ['leaves single quotes that cannot hold it', "a: 'old'\n", 'x\u{7}', 'a: "x\\u0007"\n'],
    ['is quoted where YAML 1.1 would misread it', 'a: old\n', 'yes', 'a: "yes"\n'],
    ['is quoted where it looks like a number', 'a: v1\n', '1.20', 'a: "1.20"\n'],
    ['loses its quotes when it becomes a number', 'a: "1"\n', 2, 'a: 2\n'],
    ['stays exact past 2^53', 'a: 1\n', 9007199254740993n, 'a: 9007199254740993\n'],
    ['becomes null', 'a: 1 # one\n', null, 'a: null # one\n'],
    ['takes the place of null', 'a: ~\n', 'x', 'a: x\n'],
    ['takes the place of nothing', 'a:   # none yet\nb: 1\n', 'x', 'a: x   # none yet\nb: 1\n'],
    ['at the end without a line end', 'a: 1', 2, 'a: 2'],
    ['on a line of its own', 'a:\n  old # c\n', 'new', 'a:\n  new # c\n'],
    ['over several lines', 'a: one\n  two\nb: 1\n', 'x', 'a: x\nb: 1\n'],
    ['in several lines of quotes', 'a: "one\n  two"\nb: 1\n', 'x', 'a: "x"\nb: 1\n'],
    ['becomes a literal block', 'a: x # c\nb: 1\n', 'p\nq\n', 'a: | # c\n  p\n  q\nb: 1\n'],
    ['stays in double quotes with lines', 'a: "x"\n', 'p\nq', 'a: "p\\nq"\n'],
    ['becomes a map', 'a: x # c\nb: 1\n', { k: 'v' }, 'a: # c\n  k: v\nb: 1\n'],
    ['becomes a list', 'a: x # c\nb: 1\n', ['v'], 'a: # c\n- v\nb: 1\n'],
    ['becomes an empty map', 'a: x\n', {}, 'a: {}\n'],
    ['behind a tag that it fits', 'a: !!str 1 # c\n', '2', 'a: !!str "2" # c\n'],
    ['behind a tag that it does not fit', 'a: !!str 1 # c\n', 2, 'a: 2 # c\n'],
    ['behind an anchor that nobody uses', 'a: &x 1 # c\n', 2, 'a: &x 2 # c\n'],
    ['in place of an alias', 'b: &x {k: 1}\na: *x # c\n', 7, 'b: &x {k: 1}\na: 7 # c\n'],
  ])('%s', (_, before, value, after) => {
    expect(editBody(before, ['a'], value)).toBe(after)
  })
})

describe('a literal block', () => {
  test.each<readonly [what: string, before: string, value: Json, after: string]>([
    ['keeps its other lines', 'a: |\n    one\n    two\nb: 1\n', 'one\n2\n', 'a: |\n    one\n    2\nb: 1\n'],
    ['keeps its comment', 'a: |- # c\n  x\n', 'y\nz\n', 'a: | # c\n  y\n  z\n'],
    ['becomes a scalar', 'a: | # c\n  x\n\n# next\nb: 1\n', 'v', 'a: v # c\n\n# next\nb: 1\n'],
    ['becomes a map', 'a: |\n  x\nb: 1\n', { k: 1 }, 'a:\n  k: 1\nb: 1\n'],
    ['with its own indentation', 'a: |2\n    x\n  y\nb: 1\n', 'z\nw\n', 'a: |\n    z\n    w\nb: 1\n'],
    ['that was folded', 'a: >\n  x\n  y\nb: 1\n', 'z\nw\n', 'a: |\n  z\n  w\nb: 1\n'],
    ['with all its line ends', 'a: |+\n  x\n\nb: 1\n', 'z\nw', 'a: |-\n  z\n  w\nb: 1\n'],
  ])('%s', (_, before, value, after) => {
    expect(editBody(before, ['a'], value)).toBe(after)
  })
})

describe('a map', () => {
  test.each<readonly [what: string, before: string, path: readonly string[], value: Tree, after: string]>([
    [
      'gets an entry behind its last',
      'a:\n    b: 1 # c\n    # in\n\nd: 1\n',
      ['a', 'e'],
      2,
      'a:\n    b: 1 # c\n    e: 2\n    # in\n\nd: 1\n',
    ],
    [
      'gets an entry behind nested lines',
      'a:\n  b:\n    c: 1\n    # in b\nd: 1\n',
      ['a', 'e'],
      2,
      'a:\n  b:\n    c: 1\n    # in b\n  e: 2\nd: 1\n',
    ],
    [
      'gets an entry behind a literal block',
      'a:\n  b: |+\n    x\n\nd: 1\n',
      ['a', 'e'],
      2,
      'a:\n  b: |+\n    x\n\n  e: 2\nd: 1\n',
    ],
    ['gets an entry at an open end', 'a:\n  b: 1', ['a', 'e'], 2, 'a:\n  b: 1\n  e: 2'],
    [
      'gets its missing parents',
      'a:\n  b: 1\n',
      ['a', 'x', 'p', 'z'],
      2,
      'a:\n  b: 1\n  x:\n    p:\n      z: 2\n',
    ],
    ['that is empty gets lines', 'a: {} # c\nb: 1\n', ['a', 'e'], 2, 'a: # c\n  e: 2\nb: 1\n'],
    ['that is null gets lines', 'a: # c\nb: 1\n', ['a', 'e', 'f'], 2, 'a: # c\n  e:\n    f: 2\nb: 1\n'],
    ['in braces stays in braces', 'a: {b: 1} # c\n', ['a', 'e'], 'x, y', 'a: {b: 1, e: "x, y"} # c\n'],
    ['in braces with a comma at its end', 'a: {b: 1,}\n', ['a', 'e'], 2, 'a: {b: 1, e: 2,}\n'],
    [
      'in braces over lines',
      'a: {\n  b: 1, # c\n  d: 2 # e\n}\n',
      ['a', 'e'],
      3,
      'a: {\n  b: 1, # c\n  d: 2,\n  e: 3 # e\n}\n',
    ],
    [
      'loses its last entry',
      'a:\n  b: 1\n  c: 2 # gone\nd: 3\n',
      ['a', 'c'],
      undefined,
      'a:\n  b: 1\nd: 3\n',
    ],
    [
      'loses an entry and the comment above it',
      'a:\n  b: 1\n\n  # why c\n  c: 2\n  # why d\n  d: 3\n',
      ['a', 'c'],
      undefined,
      'a:\n  b: 1\n\n  # why d\n  d: 3\n',
    ],
    ['loses its only entry', 'a: # c\n  b: 1\nd: 3\n', ['a', 'b'], undefined, 'a: {} # c\nd: 3\n'],
    ['in braces loses its only entry', 'a: { b: 1 } # c\n', ['a', 'b'], undefined, 'a: {} # c\n'],
    ['in braces loses its first', 'a: { b: 1, c: 2 }\n', ['a', 'b'], undefined, 'a: { c: 2 }\n'],
    ['in braces loses its last', 'a: { b: 1, c: 2 }\n', ['a', 'c'], undefined, 'a: { b: 1 }\n'],
    ['loses an entry at an open end', 'a:\n  b: 1\n  c: 2', ['a', 'c'], undefined, 'a:\n  b: 1'],
    [
      'loses a nested map with its comments',
      'a:\n  # in\n  b: 1\n  # out\nd: 3\n',
      ['a'],
      undefined,
      'd: 3\n',
    ],
    [
      'is set as a whole, keeping what stays',
      'a:\n  b: 1 # one\n  c: 2 # two\n',
      ['a'],
      { c: 3, b: 1, d: 4 },
      'a:\n  b: 1 # one\n  c: 3 # two\n  d: 4\n',
    ],
    ['becomes a scalar', 'a: # c\n  b: 1\nd: 3\n', ['a'], 5, 'a: 5 # c\nd: 3\n'],
    ['becomes a list', 'a:\n  b: 1\nd: 3\n', ['a'], [1], 'a:\n- 1\nd: 3\n'],
    [
      'with odd keys',
      'a:\n  "on": 1\n  0x10: 2\n  ~x: 3\n',
      ['a', '16'],
      4,
      'a:\n  "on": 1\n  0x10: 4\n  ~x: 3\n',
    ],
    ['gets a key that needs quotes', 'a:\n  b: 1\n', ['a', 'on'], 1, 'a:\n  b: 1\n  "on": 1\n'],
    ['with explicit keys', 'a:\n  ? b\n  : 1\n  ? c\n  : 2\n', ['a', 'b'], undefined, 'a:\n  ? c\n  : 2\n'],
  ])('%s', (_, before, path, value, after) => {
    expect(editBody(before, path, value)).toBe(after)
  })
})

describe('a list', () => {
  const app =
    'a:\n  - name: app # the app\n    image: a:1 # pinned\n  # the side\n  - name: side\n    image: s:1\nb: 1\n'
  test.each<readonly [what: string, before: string, path: readonly string[], value: Tree, after: string]>([
    ['changes a keyed element', app, ['a', '[name=side]', 'image'], 's:2', app.replace('s:1', 's:2')],
    [
      'gets a field in a keyed element',
      app,
      ['a', '[name=app]', 'tty'],
      true,
      app.replace('pinned\n', 'pinned\n    tty: true\n'),
    ],
    [
      'gets a keyed element',
      app,
      ['a', '[name=new]', 'image'],
      'n:1',
      app.replace('b: 1', '  - name: new\n    image: n:1\nb: 1'),
    ],
    [
      'loses a keyed element and its comment',
      app,
      ['a', '[name=side]'],
      undefined,
      'a:\n  - name: app # the app\n    image: a:1 # pinned\nb: 1\n',
    ],
    [
      'loses its first element',
      app,
      ['a', '0'],
      undefined,
      'a:\n  # the side\n  - name: side\n    image: s:1\nb: 1\n',
    ],
    [
      'loses the first field of an element',
      app,
      ['a', '[name=app]', 'name'],
      undefined,
      app.replace('name: app # the app\n    ', ''),
    ],
    ['under its key', 'a:\n- 1\n- 2\nb: 1\n', ['a', '2'], 3, 'a:\n- 1\n- 2\n- 3\nb: 1\n'],
    ['loses its only element', 'a: # c\n- x: 1\nb: 1\n', ['a', '0'], undefined, 'a: [] # c\nb: 1\n'],
    [
      'that is empty gets lines',
      'c:\n  - 1\na: []\n',
      ['a', '0'],
      { x: 1, p: [2] },
      'c:\n  - 1\na:\n  - x: 1\n    p:\n      - 2\n',
    ],
    ['of literal blocks', 'a:\n- |\n  x\nb: 1\n', ['a', '0'], { k: 1 }, 'a:\n- k: 1\nb: 1\n'],
    [
      'that ends in a literal block',
      'a:\n- k: |\n    x\nb: 1\n',
      ['a', '0', 'k'],
      undefined,
      'a:\n- {}\nb: 1\n',
    ],
    [
      'that is missing',
      'c:\n- 1\n',
      ['a', '[port=80]', 'name'],
      'http',
      'c:\n- 1\na:\n- port: 80\n  name: http\n',
    ],
    ['in brackets gets an element', 'a: [1, 2] # c\n', ['a', '2'], 'x', 'a: [1, 2, x] # c\n'],
    ['in brackets loses one', 'a: [1, 2, 3]\n', ['a', '1'], undefined, 'a: [1, 3]\n'],
    ['of empty elements', 'a:\n-\n- {} # c\n', ['a', '0'], { x: 1, p: 2 }, 'a:\n- x: 1\n  p: 2\n- {} # c\n'],
    ['of lists', 'a:\n- - 1\n  - 2\n- 3\n', ['a', '0', '0'], undefined, 'a:\n- - 2\n- 3\n'],
    ['of lists gets one in front', 'a:\n- - 1\n  - 2\n', ['a', '0'], [0, 1, 2], 'a:\n- - 0\n  - 1\n  - 2\n'],
    [
      'is set as a whole, keeping what stays',
      'a:\n- x # 1\n- y # 2\n- z # 3\n',
      ['a'],
      ['x', 'p', 'z', 'w'],
      'a:\n- x # 1\n- p # 2\n- z # 3\n- w\n',
    ],
    [
      'gets an element in front',
      'a:\n# about x\n- x # 1\n',
      ['a'],
      ['p', 'x'],
      'a:\n- p\n# about x\n- x # 1\n',
    ],
    ['loses elements in between', 'a:\n- x # 1\n- y # 2\n- z # 3\n', ['a'], ['z'], 'a:\n- z # 3\n'],
    ['becomes empty', 'a: # c\n- x\n- y\nb: 1\n', ['a'], [], 'a: [] # c\nb: 1\n'],
  ])('%s', (_, before, path, value, after) => {
    expect(editBody(before, path, value)).toBe(after)
  })

  test('that is set as a whole pairs its elements by their keys', () => {
    const text =
      'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n  - name: a # A\n    image: a:1\n  - name: b # B\n    image: b:1 # pin\n'
    const value = [{ name: 'b', image: 'b:2' }, { name: 'c' }]
    const edits = [{ resource: 'Pod//web', path: ['spec', 'containers'], value }]
    const result = editText(text, edits, { listKeys: kubernetesListKeys })
    expect(result).toEqual({
      kind: 'edited',
      text: 'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n  - name: b # B\n    image: b:2 # pin\n  - name: c\n',
    })
  })
})

describe('anchors, aliases and merge keys', () => {
  const shared = 'base: &base\n  x: 1\n  in: {k: v}\na:\n  <<: *base\n  p: 2\nb: *base\nc: &list\n- 1\n'

  test.each<readonly [what: string, path: readonly string[], value: Tree, after: string]>([
    ['a merged value is overridden', ['a', 'x'], 3, shared.replace('p: 2\n', 'p: 2\n  x: 3\n')],
    [
      'a field in a merged value is copied',
      ['a', 'in', 'k'],
      'w',
      shared.replace('p: 2\n', 'p: 2\n  in:\n    k: w\n'),
    ],
    [
      'an alias is expanded where it is changed',
      ['b', 'x'],
      3,
      shared.replace('b: *base\n', 'b:\n  x: 3\n  in:\n    k: v\n'),
    ],
    ['beside a merge key', ['a', 'p'], 3, shared.replace('p: 2', 'p: 3')],
    ['in an anchor that nobody uses', ['c', '0'], 3, shared.replace('- 1', '- 3')],
  ])('%s', (_, path, value, after) => {
    expect(editBody(shared, path, value)).toBe(after)
  })

  test.each<readonly [what: string, path: readonly string[], value: Tree, reason: string]>([
    ['a field in an anchored value', ['base', 'x'], 3, 'aliases use elsewhere'],
    ['an anchored value', ['base'], 3, 'aliases use elsewhere'],
    ['a merged field away', ['a', 'x'], undefined, 'merge key'],
    ['an anchored value away', ['base'], undefined, 'aliases use elsewhere'],
  ])('%s is refused', (_, path, value, reason) => {
    const result = editText(head + shared, [{ resource: 'ConfigMap//web', path, value }])
    expect(result.kind === 'refused' && result.error.message).toContain(reason)
    expect(result.kind === 'refused' && result.error.code).toBe('TIDEWAY_EDIT_REFUSED')
  })
})

describe('documents', () => {
  const named = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n`
  const value = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'new' } }
  const three = `# license\n---\n${named('a')}# end of a\n---\n# about b\n${named('b')}---\n${named('c')}`
  const add = [{ resource: 'ConfigMap//new', path: [], value }]
  const remove = (name: string) => [{ resource: `ConfigMap//${name}`, path: [], value: undefined }]

  test('a new resource comes last', () => {
    expect(edit(three, add)).toBe(`${three}---\n${named('new')}`)
    expect(edit('', add)).toBe(named('new'))
    expect(edit('# nothing yet\n', add)).toBe(`# nothing yet\n${named('new')}`)
    expect(edit(`${named('a')}---\n`, add)).toBe(`${named('a')}---\n${named('new')}`)
    expect(edit(`${named('a')}...\n`, add)).toBe(`${named('a')}...\n---\n${named('new')}`)
    expect(edit(named('a').trimEnd(), add)).toBe(`${named('a')}---\n${named('new')}`)
    const windows = named('a').replaceAll('\n', '\r\n')
    expect(edit(windows, add)).toBe(`${windows}---\r\n${named('new').replaceAll('\n', '\r\n')}`)
  })

  test('a removed resource takes its document and separator along', () => {
    expect(edit(three, remove('b'))).toBe(`# license\n---\n${named('a')}# end of a\n---\n${named('c')}`)
    expect(edit(three, remove('a'))).toBe(`# license\n---\n# about b\n${named('b')}---\n${named('c')}`)
    expect(edit(three, remove('c'))).toBe(three.slice(0, -`---\n${named('c')}`.length))
    expect(edit(named('a'), remove('a'))).toBe('')
    expect(edit(three, remove('z'))).toBe(three)
    expect(edit(`${named('a')}...\n---\n${named('b')}...\n`, remove('a'))).toBe(`---\n${named('b')}...\n`)
  })

  test('a resource that is set as a whole keeps the lines that stay', () => {
    const changed = { ...value, metadata: { name: 'b', labels: { x: 'y' } } }
    const edits = [{ resource: 'ConfigMap//b', path: [], value: changed }]
    expect(edit(three, edits)).toBe(three.replace('name: b\n', 'name: b\n  labels:\n    x: "y"\n'))
  })

  test('several edits are made one after the other', () => {
    const edits: FieldEdit[] = [
      { resource: 'ConfigMap//a', path: ['data', 'k'], value: '1' },
      ...remove('b'),
      ...add,
      { resource: 'ConfigMap//new', path: ['data', 'k'], value: 'v' },
      { resource: 'ConfigMap//a', path: ['data', 'k'], value: undefined },
    ]
    expect(edit(three, edits)).toBe(
      `# license\n---\n${named('a')}data: {}\n# end of a\n---\n${named('c')}---\n${named('new')}data:\n  k: v\n`,
    )
  })

  test('items of a List are edited in their place', () => {
    const item = (name: string) =>
      `- apiVersion: v1\n  kind: ConfigMap\n  metadata:\n    name: ${name} # ${name}\n`
    const list = `apiVersion: v1\nkind: List\nitems:\n${item('a')}${item('b')}`
    const label = [{ resource: 'ConfigMap//a', path: ['metadata', 'labels', 'x'], value: 'z' }]
    expect(edit(list, label)).toBe(list.replace('# a\n', '# a\n    labels:\n      x: z\n'))
    expect(edit(list, remove('a'))).toBe(`apiVersion: v1\nkind: List\nitems:\n${item('b')}`)
    expect(edit(list, add)).toBe(`${list}---\n${named('new')}`)
  })

  test('JSON stays JSON', () => {
    const json = `{\n  "apiVersion": "v1",\n  "kind": "ConfigMap",\n  "metadata": {"name": "web"},\n  "data": {\n    "a": "1"\n  }\n}\n`
    const path = ['data', 'b']
    const added = edit(json, [{ resource: 'ConfigMap//web', path, value: 'x' }])
    expect(added).toBe(json.replace('"1"\n', '"1",\n    "b": "x"\n'))
    expect(
      JSON.parse(edit(json, [{ resource: 'ConfigMap//web', path: ['spec'], value: { a: ['x', {}] } }])),
    ).toEqual({ ...JSON.parse(json), spec: { a: ['x', {}] } })
    expect(edit(added, [{ resource: 'ConfigMap//web', path, value: undefined }])).toBe(json)
  })

  test('CRLF, tabs in comments, trailing space and a byte order mark stay', () => {
    const text = `\u{feff}${head}a:  \n  b: 1  #\tc\nd: |\n  x\n`.replaceAll('\n', '\r\n')
    const edits: FieldEdit[] = [
      { resource: 'ConfigMap//web', path: ['a', 'e'], value: { f: 'g' } },
      { resource: 'ConfigMap//web', path: ['d'], value: 'y\nz\n' },
    ]
    expect(edit(text, edits)).toBe(
      `\u{feff}${head}a:  \n  b: 1  #\tc\n  e:\n    f: g\nd: |\n  y\n  z\n`.replaceAll('\n', '\r\n'),
    )
  })

  test.each<readonly [what: string, text: string, path: readonly string[], value: Tree, reason: string]>([
    ['another name', three, ['metadata', 'name'], 'z', 'another resource'],
    ['no name', three, ['metadata'], undefined, 'metadata.name'],
    ['a resource that is no map', three, [], 'x', 'a resource is a map'],
    ['a path through a scalar', three, ['kind', 'x'], 1, 'the path leads nowhere'],
  ])('%s is refused', (_, text, path, changed, reason) => {
    const result = editText(text, [{ resource: 'ConfigMap//a', path, value: changed }])
    expect(result.kind === 'refused' && result.error.message).toContain(reason)
  })

  test('a missing resource and a broken text are refused', () => {
    const edits = [{ resource: 'ConfigMap//z', path: ['data'], value: 1 }]
    const missing = editText(three, edits)
    expect(missing.kind === 'refused' && missing.error.message).toContain('the resource is not there')
    const broken = editText('a: [\n', edits, { name: 'web.yaml' })
    expect(broken.kind === 'refused' && broken.error.message).toContain(
      'TIDEWAY_YAML_INVALID  web.yaml, line',
    )
  })
})
