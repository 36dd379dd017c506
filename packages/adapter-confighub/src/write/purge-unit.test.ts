import { describe, expect, it } from 'vitest'
import { writeOne } from '../start-test-endpoint.ts'
import { startWithUnit } from '../test-writes.ts'

describe('purging', () => {
  it('purges the record, unless it has moved or is gated', async () => {
    const { sink, patch, id, emulator } = await startWithUnit()
    const purge = { kind: 'purge', key: 'k', ref: { unit: 'web' }, expected: '2' } as const
    expect(await writeOne(sink, { ...purge, expected: '1' })).toMatchObject({
      kind: 'lost-race',
      revision: '2',
    })
    await patch(id, { DeleteGates: { keep: true } })
    expect(await writeOne(sink, purge)).toMatchObject({
      kind: 'refused',
      error: { message: expect.stringContaining('delete gate') },
    })
    await patch(id, { DeleteGates: { keep: null } })
    expect(await writeOne(sink, purge)).toEqual({ kind: 'written', key: 'k' })
    expect(emulator.slugs('prod')).toEqual([])
    expect(await writeOne(sink, purge)).toMatchObject({ kind: 'lost-race' })
    expect(await writeOne(sink, { ...purge, expected: 'absent' })).toEqual({ kind: 'unchanged', key: 'k' })
  })
})
