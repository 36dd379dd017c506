import { describe, expect, it } from 'vitest'
import { startTestEndpoint, writeOne } from '../start-test-endpoint.ts'
import { create, startWithUnit } from '../test-writes.ts'

describe('creating', () => {
  it.each([true, false])(
    'makes a unit with text, labels and annotations (start revision: %s)',
    async (emptyStartRevision) => {
      const { sink, emulator, requestsSince } = await startTestEndpoint(
        { labels: { team: 'a' } },
        { emptyStartRevision },
      )
      const outcome = await writeOne(sink, { ...create('a: 1\n'), annotations: { note: 'n' } })
      expect(outcome).toEqual({ kind: 'written', key: 'web', revision: emptyStartRevision ? '2' : '1' })
      expect(requestsSince()).toEqual(['POST /api/space/*/unit 200', 'PUT /api/space/*/unit/*/data 200'])
      expect(emulator.read('prod', 'web')).toMatchObject({
        text: 'a: 1\n',
        ToolchainType: 'Kubernetes/YAML',
        Labels: { team: 'a' },
        Annotations: { note: 'n' },
      })
    },
  )

  it('loses against a unit that has come meanwhile', async () => {
    const { sink, stored } = await startWithUnit()
    expect(await writeOne(sink, create('b: 1\n'))).toMatchObject({ kind: 'lost-race', revision: '2' })
    expect(stored()?.text).toBe('a: 1\n')
  })

  it('finishes what a creation that broke off has left', async () => {
    const { sink, emulator } = await startTestEndpoint()
    emulator.addUnit({ space: 'prod', slug: 'web' })
    expect(await writeOne(sink, create('a: 1\n'))).toMatchObject({ kind: 'written', revision: '2' })
    expect(emulator.read('prod', 'web')?.text).toBe('a: 1\n')
  })

  it('writes a withdrawn unit, for empty counts as absent', async () => {
    const { sink, emulator, stored } = await startWithUnit()
    emulator.as('sre@acme.example').setData('prod', 'web', '', 'withdrawn')
    expect(await writeOne(sink, create('a: 1\n'))).toMatchObject({ kind: 'written', revision: '4' })
    expect(stored()?.text).toBe('a: 1\n')
  })

  it('lets one of two creators win', async () => {
    const { sink, connect, emulator } = await startTestEndpoint()
    const other = await connect()
    const outcomes = await Promise.all([
      writeOne(sink, create('a: 1\n')),
      writeOne(other.sink, create('b: 1\n')),
    ])
    const winner = outcomes.findIndex(({ kind }) => kind === 'written')
    expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(['lost-race', 'written'])
    expect(emulator.read('prod', 'web')?.text).toBe(winner === 0 ? 'a: 1\n' : 'b: 1\n')
  })
})
