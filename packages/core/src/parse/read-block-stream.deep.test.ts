import fc from 'fast-check'
import { it } from 'vitest'
import { expectAgreement } from './block-agreement.fixture.ts'
import { blockTexts } from './block-texts.fixture.ts'

it('the block reader agrees with the full one on tens of thousands of texts', () => {
  fc.assert(
    fc.property(blockTexts, (text) => void expectAgreement(text)),
    { numRuns: 30_000 },
  )
})
