import type { JsonObject } from '@tideway/core'
import { expect, test } from 'vitest'
import { parseJson } from './parse-json.ts'
import { printJson } from './print-json.ts'

const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null

test('JSON that is read and written again is the same, digits past 2^53 included', () => {
  const text = '{"a":9007199254740993,"b":[1.5,"x",null,true,{"c":-9223372036854775808}]}'
  const value = parseJson(text)
  expect(isObject(value) && printJson(value)).toBe(text)
})
