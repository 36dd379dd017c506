import fc from 'fast-check'
import { stringify } from 'yaml'

const plainWords = fc.constantFrom(
  'app',
  'image',
  'a.b/c-d',
  'http://x',
  'x1',
  '{{ x }}',
  "it's",
  'größe → 1',
)
const oddWords = fc.constantFrom(
  'y',
  'on',
  'null',
  'NaN',
  '0644',
  '1_000',
  '1e3',
  '-5',
  '12:30:45',
  '2001-01-23',
  'a: b',
  'a #b',
  '# no comment',
  '',
  ' lead',
  'two\nlines',
  'ends\n',
  '\n\nlate',
  '"said"',
  '__proto__',
)
const words = fc.oneof({ weight: 6, arbitrary: plainWords }, { weight: 1, arbitrary: oddWords })
const keys = fc.oneof(
  { weight: 30, arbitrary: fc.constantFrom('app', 'image', 'a.b/c-d', 'x1', 'spec', 'name', 'value_of') },
  { weight: 1, arbitrary: words },
)
const scalar = fc.oneof(
  { weight: 3, arbitrary: words },
  { weight: 2, arbitrary: fc.oneof(fc.integer(), fc.boolean(), fc.constant(null)) },
  { weight: 1, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
)
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(keys, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
}))
const layout = fc.record({
  indent: fc.constantFrom(2, 4),
  indentSeq: fc.boolean(),
  lineWidth: fc.constantFrom(0, 30),
  defaultStringType: fc.constantFrom('PLAIN', 'QUOTE_DOUBLE', 'QUOTE_SINGLE', 'BLOCK_LITERAL'),
  defaultKeyType: fc.constantFrom(null, null, 'PLAIN', 'QUOTE_DOUBLE', 'QUOTE_SINGLE'),
} as const)

const document = fc
  .record({ body: fc.dictionary(keys, value, { minKeys: 1, maxKeys: 5, noNullPrototype: true }), layout })
  .map(({ body, layout: written }) => stringify(body, { ...written, schema: 'yaml-1.1' }))

const fragments = fc.constantFrom(
  ' ',
  '  ',
  '\n',
  '\n\n',
  ':',
  ': ',
  '-',
  '- ',
  '#',
  ' # note\n',
  '\n# note\n',
  '"',
  "'",
  '|',
  ' |\n',
  '|+\n',
  '|-',
  '>\n',
  '&a ',
  '*a',
  '!!str ',
  '<<: ',
  '[]',
  '{}',
  '[a, b]',
  '{a: b}',
  '\n---\n',
  '---',
  '...\n',
  '%YAML 1.2\n',
  '? ',
  '\t',
  '\r\n',
  '\u{a0}',
  '\u{2028}',
  '\u{feff}',
  '\\',
  '\n- a\n',
  '\nkey: value\n',
  '\n  key: value\n',
  '\n    - key: value\n',
)
const slip = fc.record({ at: fc.nat(), remove: fc.nat({ max: 3 }), insert: fc.oneof(fragments, words) })

/** Texts as people and tools write them, in many layouts, and what slips of the hand make of them. */
export const blockTexts: fc.Arbitrary<string> = fc
  .record({
    documents: fc.array(document, { minLength: 1, maxLength: 3 }),
    slips: fc.array(slip, { maxLength: 2 }),
  })
  .map(({ documents, slips }) =>
    slips.reduce((text, { at, remove, insert }) => {
      const place = at % (text.length + 1)
      return `${text.slice(0, place)}${insert}${text.slice(place + remove)}`
    }, documents.join('---\n')),
  )
