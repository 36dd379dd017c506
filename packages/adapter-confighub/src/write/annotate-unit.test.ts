import { describe, expect, it } from 'vitest'
import { startTestEndpoint, writeOne } from '../start-test-endpoint.ts'

describe('annotating', () => {
  it('annotates without a new revision, and leaves other annotations', async () => {
    const { sink, emulator, requestsSince } = await startTestEndpoint({}, { patchChecksVersion: true })
    emulator.addUnit({ space: 'prod', slug: 'web', text: 'a: 1\n', annotations: { keep: 'me' } })
    const annotate = {
      kind: 'annotate',
      key: 'k',
      ref: { unit: 'web' },
      expected: '2',
      annotations: { lock: 'x' },
    } as const
    expect(await writeOne(sink, annotate)).toMatchObject({ kind: 'written', revision: '2' })
    expect(requestsSince()).toEqual(['GET /api/space/*/unit 200', 'PATCH /api/space/*/unit/* 200'])
    expect(await writeOne(sink, annotate)).toMatchObject({ kind: 'unchanged', revision: '2' })
    expect(emulator.read('prod', 'web')?.Annotations).toEqual({ keep: 'me', lock: 'x' })
    const remove = { ...annotate, annotations: { lock: null } }
    expect(await writeOne(sink, remove)).toMatchObject({ kind: 'written', revision: '2' })
    expect(await writeOne(sink, remove)).toMatchObject({ kind: 'unchanged', revision: '2' })
    expect(emulator.read('prod', 'web')?.Annotations).toEqual({ keep: 'me' })
    expect(await writeOne(sink, { ...annotate, expected: '1' })).toMatchObject({
      kind: 'lost-race',
      revision: '2',
    })
    const nobody = { ...annotate, ref: { unit: 'nobody' }, expected: 'absent' } as const
    expect(await writeOne(sink, nobody)).toMatchObject({ kind: 'refused', error: { kind: 'not-found' } })
    const long = { ...annotate, annotations: { lock: 'x'.repeat(1025) } }
    expect(await writeOne(sink, long)).toMatchObject({ kind: 'refused', error: { kind: 'invalid-request' } })
  })
})
