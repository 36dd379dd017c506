import { expect, test } from 'vitest'
import { parseJson } from './parse-json.ts'

test('integers that a number cannot hold become bigint, everything else stays as JSON.parse has it', () => {
  const text =
    '{"safe":9007199254740991,"past":9007199254740993,"below":-9223372036854775808,"list":[18446744073709551615],' +
    '"text":"12345678901234567890","fraction":1.5,"scientific":1e21}'
  expect(parseJson(text)).toEqual({
    safe: 9007199254740991,
    past: 9007199254740993n,
    below: -9223372036854775808n,
    list: [18446744073709551615n],
    text: '12345678901234567890',
    fraction: 1.5,
    scientific: 1e21,
  })
})

test('a key named like a part of every object is only a key', () => {
  expect(Object.keys(parseJson('{"__proto__":{"a":12345678901234567890}}') ?? {})).toEqual(['__proto__'])
})

test('anything else is a SyntaxError', () => {
  expect(() => parseJson('{"a":')).toThrow(SyntaxError)
})
