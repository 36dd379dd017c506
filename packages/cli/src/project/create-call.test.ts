import { describe, expect, it } from 'vitest'
import { createCall } from './create-call.ts'

describe('createCall', () => {
  it('digests the UTF-8 bytes of a text with SHA-256', () => {
    // The example "abc" of FIPS 180-2, appendix B.1.
    expect(createCall().sha256('abc')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    )
  })

  it('names every run anew', () => {
    expect(createCall().runId).not.toBe(createCall().runId)
  })

  it('is read-only where the surroundings say so', () => {
    expect(createCall({ variables: {} }).readOnly).toBe(false)
    expect(createCall({ variables: { TIDEWAY_READ_ONLY: '1' } }).readOnly).toBe(true)
    expect(createCall({ variables: { TIDEWAY_READ_ONLY: '1' }, readOnly: false }).readOnly).toBe(false)
  })
})
