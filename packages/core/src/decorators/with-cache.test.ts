import { describe, expect, it } from 'vitest'
import { collect } from '../conformance/collect.ts'
import { createMemoryConfigHub } from '../testing/memory-config-hub.ts'
import { createTestCall } from '../testing/test-call.ts'
import { intercept } from './intercept.ts'
import { withCache } from './with-cache.ts'

const call = createTestCall()

function arrange(maxLength?: number) {
  const confighub = createMemoryConfigHub()
  const read: string[] = []
  const { source, history } = confighub
  const counted = {
    ...confighub,
    source: {
      list: source.list,
      read: (...[refs, asked]: Parameters<typeof source.read>) => {
        read.push(...refs.map(({ unit }) => unit))
        return source.read(refs, asked)
      },
    },
    history: {
      revisions: history.revisions,
      contentAt: (...asked: Parameters<typeof history.contentAt>) => {
        read.push(`${asked[0].unit}@${asked[1]}`)
        return history.contentAt(...asked)
      },
    },
  }
  const endpoint = withCache(intercept(counted, { ask: (_, run) => run(), stream: (_, items) => items() }), {
    maxLength,
  })
  const texts = async (...units: readonly string[]) =>
    (
      await collect(
        endpoint.source?.read(
          units.map((unit) => ({ unit })),
          call,
        ) ?? [],
      )
    ).map((item) => (item.kind === 'unit' ? `${item.head.revision} ${item.text}` : item.kind))
  return { olga: confighub.as({ kind: 'person' }), endpoint, read, texts }
}

describe('withCache', () => {
  it('reads a text once, until it changes', async () => {
    const { olga, read, texts } = arrange()
    olga.write('db', 'b')
    olga.write('web', 'a')
    expect(await texts('db', 'web')).toEqual(['1 b', '1 a'])
    olga.write('web', 'c')
    expect(await texts('web', 'db')).toEqual(['1 b', '2 c'])
    expect(read).toEqual(['db', 'web', 'web'])
  })

  it('does not answer from memory for a unit that is gone, or was made anew', async () => {
    const { olga, texts } = arrange()
    olga.write('web', 'a')
    await texts('web')
    olga.purge('web')
    expect(await texts('web')).toEqual(['absent'])
    olga.write('web', 'other')
    expect(await texts('web')).toEqual(['2 other'])
  })

  it('reads an old text once for all revisions that have it', async () => {
    const { olga, endpoint, read } = arrange()
    for (const text of ['a', 'b', 'a']) olga.write('web', text)
    await collect(endpoint.history?.revisions({ unit: 'web' }, call) ?? [])
    const at = (revision: string) => endpoint.history?.contentAt({ unit: 'web' }, revision, call)
    expect([await at('1'), await at('2'), await at('3'), await at('1')]).toEqual(['a', 'b', 'a', 'a'])
    expect(read).toEqual(['web@1', 'web@2'])
  })

  it('forgets what was not used for longest beyond its length', async () => {
    const { olga, read, texts } = arrange(12)
    const units = ['a', 'b', 'c', 'd', 'e']
    for (const unit of units) olga.write(unit, `${unit}..`)
    for (const unit of ['a', 'b', 'c', 'd', 'a', 'e', 'a', 'b']) await texts(unit)
    expect(read).toEqual(['a', 'b', 'c', 'd', 'e', 'b'])
  })
})
