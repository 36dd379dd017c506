import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { deepEqual } from '../model/deep-equal.ts'
import type { Json, JsonObject } from '../model/json.ts'
import { formatUnit } from './format-unit.ts'
import { parseUnit } from './parse-unit.ts'

const hazards = [
  ...['y', 'No', 'on', 'OFF', 'true', 'null', '~', '', '<<', '=', '0644', '0o14', '0x1F', '1_000', '1e3'],
  ...['12:30:45', '2001-01-23', '.inf', '-.INF', '.5', '-', '- a', '? a', ': a', 'a: b', 'a:', 'a #b', '#a'],
  ...['*a', '&a', '!a', '%a', '@a', '`a', '"a"', "'a'", '{a}', '[a]', 'a, b', '|', '>', ' a', 'a ', '\ta'],
  ...[
    'a\n',
    'a\nb',
    'a\n\nb\n',
    '\na',
    'a\n\n',
    ' a\nb',
    'a\n b\n',
    'a\n \nb',
    '---',
    '...',
    '--- a',
    'a\r\nb',
  ],
  ...['a\u2028b', '\u{85}', '\u{feff}a', '\u{7f}', '\u{0}', '\u{1f600}', 'é', '# a\n# b', '__proto__'],
]

const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(...hazards),
  fc.array(fc.constantFrom(...hazards), { maxLength: 4 }).map((parts) => parts.join('\n')),
  fc.stringMatching(/^[-+0-9._:exob]{1,8}$/),
)
const key = fc.oneof(text, fc.constantFrom('__proto__', 'constructor', 'a', 'k'.repeat(1100)))
const { value } = fc.letrec<{ value: Json; map: JsonObject }>((tie) => ({
  map: fc
    .array(fc.tuple(key, tie('value')), { maxLength: 4 })
    .map((entries): JsonObject => Object.fromEntries(entries)),
  value: fc.oneof(
    { maxDepth: 5 },
    fc.oneof(
      text,
      fc.boolean(),
      fc.constant(null),
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
      fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n - 1n }),
      fc.bigInt({ min: -(2n ** 63n), max: -(2n ** 53n) }),
    ),
    fc.array(tie('value'), { maxLength: 4 }),
    tie('map'),
  ),
}))

const resource = fc
  .record({ name: fc.stringMatching(/^[a-z]{1,6}$/), spec: value })
  .map(({ name, spec }): JsonObject => ({ apiVersion: 'v1', kind: 'Thing', metadata: { name }, spec }))

describe('formatUnit', () => {
  test('is read back by parseUnit as what was given', () => {
    const units = fc.uniqueArray(resource, {
      selector: (item) => JSON.stringify(item['metadata']),
      maxLength: 3,
    })
    fc.assert(
      fc.property(units, (resources) => {
        const parsed = parseUnit(formatUnit(resources))
        if (parsed.kind === 'invalid') throw parsed.error
        expect(
          parsed.resources.map((item) => item.value).every((item, i) => deepEqual(item, resources[i])),
        ).toBe(true)
        expect(parsed.resources.length).toBe(resources.length)
      }),
      { numRuns: 500 },
    )
  })

  test('writes what people expect to read', () => {
    const deployment: JsonObject = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', labels: {}, annotations: { 'a/b': 'yes', note: 'two\nlines\n' } },
      spec: {
        containers: [
          { name: 'app', args: ['--port=80', '-v', '1.20', '10.0.0.1'], env: [] },
          { name: 'side', image: 'ghcr.io/a/b:1.2@sha256:0' },
        ],
        size: 9007199254740993n,
        none: null,
      },
    }
    expect(formatUnit([deployment, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: '1e3' } }])).toBe(
      `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  labels: {}
  annotations:
    a/b: "yes"
    note: |
      two
      lines
spec:
  containers:
  - name: app
    args:
    - --port=80
    - -v
    - "1.20"
    - 10.0.0.1
    env: []
  - name: side
    image: ghcr.io/a/b:1.2@sha256:0
  size: 9007199254740993
  none: null
---
apiVersion: v1
kind: Namespace
metadata:
  name: "1e3"
`,
    )
  })

  test('refuses numbers that JSON does not have', () => {
    expect(() => formatUnit([{ spec: Number.NaN }])).toThrow(RangeError)
  })
})
