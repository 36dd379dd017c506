import { describe, expect, it } from 'vitest'
import { describeProof } from './describe-proof.ts'

describe('describeProof', () => {
  it.each([
    [{ environment: 'prod', unresolved: 0 }, undefined],
    [
      { environment: 'prod', proven: ['prod'], unresolved: 0 },
      'converges: rendered again from the edited files, prod holds all that is proposed',
    ],
    [
      { environment: 'prod', proven: ['prod', 'dev', 'test'], unresolved: 2 },
      'does not converge: rendered again from the edited files, prod holds all that is proposed but in 2 places, listed below, and dev, test what they held before',
    ],
  ])('says of %j: %s', (proof, words) => {
    expect(describeProof(proof)).toBe(words)
  })
})
