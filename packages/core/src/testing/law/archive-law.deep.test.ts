import fc from 'fast-check'
import { describe, it } from 'vitest'
import { documentedPolicy, mergePolicy, strictPolicy } from '../../decide/presets.ts'
import { lawOfTheArchive } from './law-of-the-archive.ts'
import { expectNoticed, sabotages } from './sabotages.fixture.ts'

const runs = Number(process.env['TIDEWAY_LAW_RUNS'] ?? 3000)

describe.each([documentedPolicy, mergePolicy, strictPolicy])(
  'the law of the archive under "$name"',
  (policy) => {
    it(`holds over ${runs} random histories`, async () => {
      await fc.assert(lawOfTheArchive(policy), { numRuns: runs })
    })

    it(`holds over ${runs} random histories with a proposal per owner`, async () => {
      await fc.assert(lawOfTheArchive(policy, undefined, { kind: 'owners' }), { numRuns: runs })
    })
  },
)

describe('the law of the archive notices, whatever the seed', () => {
  it.each(sabotages)('$name', ({ sabotage }) => expectNoticed(sabotage))
})
