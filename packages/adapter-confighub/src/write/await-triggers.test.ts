import { describe, expect, it } from 'vitest'
import { readOne, startTestEndpoint, writeOne } from '../start-test-endpoint.ts'
import { create } from '../test-writes.ts'

describe('triggers', () => {
  const stamp = (_: unknown, text: string) =>
    text.includes('stamped') || text === '' ? undefined : `${text}stamped: true\n`

  it.each([0, 4])(
    'ends in the revision that the server made of it (after %i reads)',
    async (triggerDelayReads) => {
      const { sink, emulator, source, waits } = await startTestEndpoint(
        {},
        { triggers: [stamp], triggerDelayReads },
      )
      expect(await writeOne(sink, create('a: 1\n'))).toMatchObject({ kind: 'written', revision: '3' })
      expect(emulator.read('prod', 'web')?.text).toBe('a: 1\nstamped: true\n')
      expect(await readOne(source, 'web')).toMatchObject({ head: { revision: '3' } })
      expect(waits).toEqual([25, 50, 100, 200, 250].slice(0, triggerDelayReads === 0 ? 0 : 5))
    },
  )

  it('does not take a person’s revision for its own', async () => {
    let looks = 0
    const { sink, emulator } = await startTestEndpoint(
      {
        sleep: async () => {
          looks += 1
          if (looks === 3) emulator.as('sre@acme.example').setData('prod', 'web', 'a: 9\n', 'incident')
        },
      },
      { triggers: [stamp], triggerDelayReads: 2 },
    )
    expect(await writeOne(sink, create('a: 1\n'))).toMatchObject({ kind: 'written', revision: '3' })
    expect(emulator.read('prod', 'web')?.revisions.length).toBeGreaterThan(3)
  })
})
