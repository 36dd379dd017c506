import { describe, expect, it } from 'vitest'
import { shortenDescription } from './shorten-description.ts'

describe('a description', () => {
  it('stays as it is where it fits', () => {
    expect(shortenDescription('CI: a (tideway 0123456789ab)')).toBe('CI: a (tideway 0123456789ab)')
  })

  it('becomes one line without control characters', () => {
    expect(shortenDescription('  one\r\n\ttwo\u0000three ')).toBe('one two three')
  })

  it('is cut before its trailer, never through a character', () => {
    const cut = shortenDescription(`CI: ${'😀'.repeat(400)} (tideway 0123456789ab)`)
    expect(cut).toMatch(/^CI: (😀)+… \(tideway 0123456789ab\)$/u)
    expect(cut.length).toBeLessThanOrEqual(500)
    expect(shortenDescription('x'.repeat(600))).toBe(`${'x'.repeat(499)}…`)
  })
})
