import { createTestCall } from '@tideway/core/testing'
import { describe, expect, it } from 'vitest'
import { collect, startTestEndpoint, writeOne } from '../start-test-endpoint.ts'
import { create } from '../test-writes.ts'

describe('what is said of a write that happened', () => {
  const validators = [
    (_: unknown, text: string) => (text.includes('replicas: 0') ? ['prod/no-zero/vet-cel', 'prod/b/c'] : []),
  ]

  it.each(['bytes', 'document'] as const)(
    'names the gates that it closed, and goes on (%s)',
    async (generation) => {
      const { sink } = await startTestEndpoint({}, { generation, validators })
      const writes = [create('replicas: 0\n'), create('replicas: 1\n', 'db')]
      const outcomes = await collect(sink.write(writes, createTestCall()))
      expect(outcomes).toMatchObject([
        {
          kind: 'written',
          error: {
            kind: 'invalid-request',
            message: expect.stringContaining('prod/no-zero/vet-cel, prod/b/c'),
          },
        },
        { kind: 'written' },
      ])
      expect(outcomes[1]?.error).toBeUndefined()
    },
  )

  it('waits for triggers no longer than it may, and says so', async () => {
    const triggers = [() => undefined]
    const { sink, waits } = await startTestEndpoint(
      { triggersTimeoutMs: 100 },
      { triggers, triggerDelayReads: 50, validators },
    )
    expect(await writeOne(sink, create('replicas: 0\n'))).toMatchObject({
      kind: 'written',
      error: { kind: 'unavailable', message: expect.stringContaining('within 100 ms') },
    })
    expect(waits).toEqual([25, 50, 25])
  })
})
