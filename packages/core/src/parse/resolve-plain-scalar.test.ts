import { expect, test } from 'vitest'
import type { Json } from '../model/json.ts'
import { resolvePlainScalar } from './resolve-plain-scalar.ts'

function reads(texts: readonly string[], value: Json): readonly (readonly [text: string, value: Json])[] {
  return texts.map((text) => [text, value])
}

const cases: readonly (readonly [text: string, value: Json])[] = [
  ...reads(['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'], true),
  ...reads(['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'], false),
  ...reads(['', '~', 'null', 'Null', 'NULL'], null),
  ...['yEs', 'oN', 'tRue', 'nUll', 'NaN', 'inf', '<<', 'TruE'].flatMap((text) => reads([text], text)),
  ['0644', 420],
  ['0o14', 12],
  ['0O14', 12],
  ['0x1F', 31],
  ['-0x1f', -31],
  ['0b101', 5],
  ['-0b101', -5],
  ['+12', 12],
  ['-0', 0],
  ['1_000', 1000],
  ['0_7', 7],
  ['_1', '_1'],
  ['08', 8],
  ['0x', '0x'],
  ['0o8', '0o8'],
  ['12:30:45', '12:30:45'],
  ['2001-01-23', '2001-01-23'],
  ['2001-12-14t21:59:43.10-05:00', '2001-12-14t21:59:43.10-05:00'],
  ['1.', 1],
  ['.5', 0.5],
  ['._5', '._5'],
  ['+.5', 0.5],
  ['1e3', 1000],
  ['1.5e-3', 0.0015],
  ['1e400', '1e400'],
  ['-0.0', 0],
  ['1.2.3', '1.2.3'],
  ['1e', '1e'],
  ['.inf', Number.POSITIVE_INFINITY],
  ['-.INF', Number.NEGATIVE_INFINITY],
  ['+.Inf', Number.POSITIVE_INFINITY],
  ['9007199254740991', 9007199254740991],
  ['9007199254740993', 9007199254740993n],
  ['18446744073709551615', 18446744073709551615n],
  ['-9223372036854775808', -9223372036854775808n],
  ['18446744073709551616', 2 ** 64],
  ['-9223372036854775809', -(2 ** 63)],
  ['0xffffffffffffffff', 18446744073709551615n],
  ['0x1ffffffffffffffff', '0x1ffffffffffffffff'],
  ['-0b101', -5],
  ['0777777777777777777777777', Number('777777777777777777777777')],
]

test.each(cases)('%j is read as Kubernetes reads it', (text, value) => {
  expect(resolvePlainScalar(text)).toEqual(value)
})
