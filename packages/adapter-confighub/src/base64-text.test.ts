import { describe, expect, it } from 'vitest'
import { decodeBase64, encodeBase64 } from './base64-text.ts'

describe('base64 texts', () => {
  it.each(['', 'a: 1\n', 'Grüße\t“€”', '\uFEFFa: 1\n', 'x'.repeat(100_000)])(
    'keeps a text exactly',
    (text) => {
      expect(encodeBase64(text)).toBe(Buffer.from(text).toString('base64'))
      expect(decodeBase64(encodeBase64(text))).toBe(text)
    },
  )

  it.each(['not base64!', '/////w=='])('tells what is no text: %s', (encoded) => {
    expect(decodeBase64(encoded)).toBeUndefined()
  })
})
