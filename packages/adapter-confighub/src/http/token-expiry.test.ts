import { expect, it } from 'vitest'
import { tokenExpiry } from './token-expiry.ts'

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

it.each([
  [`x.${encode({ exp: 1_767_225_600, sub: 'ü?>' })}.y`, Date.UTC(2026, 0, 1)],
  [`x.${encode({ sub: 'me' })}.y`, undefined],
  ['an-opaque-token', undefined],
  ['a.b.c', undefined],
])('reads when %s expires', (token, expiry) => {
  expect(tokenExpiry(token)).toBe(expiry)
})
