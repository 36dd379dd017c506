import { formatUnit, type Json, parseUnit } from '@tideway/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type OracleAnswer, prepareOracle } from './ask-oracle.ts'

const oracle = prepareOracle()
const head = 'apiVersion: v1\nkind: Thing\nmetadata:\n  name: a\n'
// Outside the subset that is read directly, so that the full reader is asked, too.
const unusual = 'unusual: &anchor !!str x\n'

function readOurs(text: string): OracleAnswer {
  const unit = parseUnit(text)
  if (unit.kind === 'invalid') return { kind: 'refused', reason: unit.error.message }
  return { kind: 'read', value: unit.resources[0]?.value ?? null }
}

/** What we refuse on purpose though Go reads it. */
const refusedOnPurpose: readonly string[] = [
  'a key is a number that readers round',
  'a line separator that some readers take for the end of the line',
  'infinity and not-a-number do not exist in JSON',
  // A dash alone within [ ], which the YAML standard does not allow.
  'block in flow in the YAML',
  'a merge key brings a key that is set above it, and readers disagree which one holds',
]

// One text for one value; integers that no float holds are written out, as Go does.
function plain(value: Json): string {
  return JSON.stringify(value, (_, item: unknown) => {
    if (typeof item === 'bigint') return `${item} as digits`
    if (typeof item === 'number' && Math.abs(item) >= 2 ** 53 && Math.abs(item) < 1e21)
      return `${item} as digits`
    return typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item
  })
}

function findDisagreements(texts: readonly string[]): readonly string[] {
  if (oracle.kind === 'missing') throw new Error(oracle.reason)
  const theirs = oracle.ask(texts)
  return texts.flatMap((text, index) => {
    const ours = readOurs(text)
    const other: OracleAnswer = theirs[index] ?? { kind: 'refused', reason: 'no answer' }
    const show = (answer: OracleAnswer) =>
      answer.kind === 'read' ? plain(answer.value) : `refused: ${answer.reason}`
    if (ours.kind === 'refused' && other.kind === 'refused') return []
    if (ours.kind === 'refused' && refusedOnPurpose.some((reason) => ours.reason.includes(reason))) return []
    if (ours.kind === 'read' && other.kind === 'read' && plain(ours.value) === plain(other.value)) return []
    return [`${JSON.stringify(text.slice(head.length))}\n    ours ${show(ours)}\n    go   ${show(other)}`]
  })
}

// As all properties do: by the clock, or by TIDEWAY_SEED.
const drawSeed = () => Number(process.env['TIDEWAY_SEED'] ?? Date.now() & 0xffff)

const word = fc.constantFrom(
  ...'y Y n N yes Yes YES yEs no on On oN off true True TRUE tRue false null Null nuLL ~ .inf -.Inf +.INF .nan .NaN NaN << = 0 -0 +0 00 0_0 1_000 _1 1_ 0x1F 0X1f 0x_1 0xg 0o14 0O14 0o8 0b101 0B1 0b2 0644 08 09 0644_1 -0644 +0644 1. .5 -.5 +.5 ._5 1e3 1E3 1e+3 1e 1e400 1.2.3 12:30:45 1:2 2001-01-23 2001-12-14t21:59:43.10-05:00 9007199254740993 18446744073709551615 18446744073709551616 -9223372036854775808 -9223372036854775809 0xffffffffffffffff 0x1ffffffffffffffff 1e-7 123456789012345678901234 -.inf . - -- --- -a a-b 0.10 1.0 100000000000000000000 0.1e1 0x 0b 0o 1,000 +1 ++1 +-1'.split(
    ' ',
  ),
)
const numeral = fc.stringMatching(/^[-+]?[0-9._eExXobOBa-fA-F:]{1,9}$/)
const scalar = fc.oneof(
  word,
  numeral,
  fc.tuple(word, fc.constantFrom('_', '.', 'e1', '0', 'x')).map((parts) => parts.join('')),
)

describe.skipIf(oracle.kind === 'missing')('Kubernetes’ own reader, sigs.k8s.io/yaml', () => {
  it('takes plain scalars for the same values', () => {
    const seed = drawSeed()
    const scalars = [...new Set(fc.sample(scalar, { numRuns: 1_500, seed }))].filter(
      (text) => !/^(-|---)$/.test(text),
    )
    const texts = scalars.flatMap((text) => [
      `${head}v: ${text}\n`,
      `${head}${unusual}v: ${text}\n`,
      `${head}v: [a, ${text.replaceAll(/[,:]|^-:?$/g, '')}]\n`,
    ])
    expect(findDisagreements(texts), `seed ${seed}`).toEqual([])
  })

  it('takes plain keys for the same texts', () => {
    const seed = drawSeed()
    const scalars = [...new Set(fc.sample(scalar, { numRuns: 1_000, seed }))].filter(
      (text) => !/^(-|---|<<)$/.test(text),
    )
    const texts = scalars.flatMap((text) => [
      `${head}v:\n  ${text}: 1\n`,
      `${head}${unusual}v:\n  ${text}: 1\n`,
    ])
    expect(findDisagreements(texts), `seed ${seed}`).toEqual([])
  })
})

const documents: readonly string[] = [
  'v: |\n  a\n   b\n\n  c\n',
  'v: |+\n  a\n\n',
  'v: |-\n  a\n\n',
  'v: |2\n    a\n   b\n',
  'v: >\n  a\n  b\n\n  c\n   d\n  e\n',
  'v: >-\n  a\n\n\n  b\n',
  'v: "a\\tb\\u00e9\\x41\\n\\\n   c"\n',
  "v: 'it''s\n  folded\n\n  twice'\n",
  'v: a\n  b\n   c\n',
  'v: a # no\n',
  'v: a#b\n',
  'v: "#"\n',
  'v: http://a:80/b\n',
  'v: {a: 1, b: [c, {d: e}], "f": \'g\'}\n',
  'v: [a, , b]\n',
  'v: {a, b: }\n',
  'v: [{a: b}, c: d]\n',
  'v:\n- a\n-\n  - b\n- - c\n  - d\n- e: f\n  g: h\n',
  'v:\n  - a\n  -\n',
  'v: &x {a: 1}\nw: *x\n',
  'v: &x\n  a: 1\nw:\n  <<: *x\n  b: 2\n',
  'v: &x {a: 1}\nu: &y {b: 2, a: 3}\nw: {<<: [*x, *y], c: 4}\n',
  'v: &x {a: 1}\nw: {<<: *x, a: 2}\n',
  'v: !!str 12\nw: !!int "12"\nx: !!float 1\ny: !!bool "yes"\nz: !!null ""\n',
  'v: !!binary aGVsbG8=\n',
  'v: !custom a\nw: !custom {a: 1}\n',
  'v: !!set {a, b}\n',
  'v: !!timestamp 2001-01-23\n',
  'v: 2001-01-23T00:00:00Z\nw: 12:30\n',
  'v: a: b\n',
  'v: - a\n',
  'v: @a\n',
  'v: `a\n',
  'v: %a\n',
  'v: *none\n',
  'v: "a\\qb"\n',
  "v: 'a\n",
  'v: [a\n',
  'v:\n\t- a\n',
  'v:\ta\n',
  'v: a\tb\n',
  'v: 1\nv: 2\n',
  'v: {a: 1, "a": 2}\n',
  'v: \u{feff}a\n',
  'v: a\u{85}\n',
  '? v\n: a\n',
  '? [a]\n: b\n',
  '? {a: b}\n: c\n',
  '~: a\n',
  '"": a\n',
  'v: ""\nw: \'\'\nx:\n',
  'v: \u00e9\u{1f600}\u2028\n',
  'v: "\u{feff}"\n',
  'v: \u0007\n',
  'v: "\u0000"\n',
  'v: a\r\nw: b\r\n',
  'v: |\r\n  a\r\n  b\r\n',
  'v: a\n...\n',
  'v: a\n# end\n',
  'v: -\n',
  'v: - \n',
  'v: ?\n',
  'v: ? a\n',
  'v: :a\n',
  'v: a:\n',
  'v: <<\n',
  'v: "<<"\n',
  'v: =\n',
  'v: 0.1\nw: 1e21\nx: 1e-7\ny: 123456.789e3\n',
  `v: ${'x'.repeat(5_000)}\n`,
  `? ${'k'.repeat(1_100)}\n: a\n`,
]

describe.skipIf(oracle.kind === 'missing')('Kubernetes’ own reader, of whole documents', () => {
  it('takes them for the same values', () => {
    expect(findDisagreements(documents.map((text) => `${head}${text}`))).toEqual([])
  })

  it('is laxer with keys that are one text, and stricter with long ones', () => {
    const differing = ['v: {1: a, "1": b}\n', `${'k'.repeat(1_100)}: a\n`]
    const found = findDisagreements(differing.map((text) => `${head}${text}`))
    expect(found[0]).toContain(
      'ours refused: TIDEWAY_YAML_INVALID  the unit, line 5, column 11: this key stands twice',
    )
    expect(found[1]).toContain("go   refused: yaml: line 5: could not find expected ':'")
  })

  it('reads what we write as what was written', () => {
    const text = fc.oneof(
      scalar,
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.array(scalar).map((parts) => parts.join('\n')),
    )
    const { value } = fc.letrec<{ value: Json }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.oneof(
          text,
          fc.boolean(),
          fc.constant(null),
          fc.integer(),
          fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }),
        ),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(text, tie('value'), { maxKeys: 4 }),
      ),
    }))
    const seed = drawSeed()
    const texts = fc
      .sample(value, { numRuns: 1_000, seed })
      .map((item) => formatUnit([{ apiVersion: 'v1', kind: 'Thing', metadata: { name: 'a' }, v: item }]))
    expect(findDisagreements(texts), `seed ${seed}`).toEqual([])
  })
})

describe.runIf(oracle.kind === 'missing')('Kubernetes’ own reader', () => {
  it(`is not there: ${oracle.kind === 'missing' ? oracle.reason : ''}`, ({ skip }) => skip())
})
