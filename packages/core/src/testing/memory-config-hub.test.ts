import { describe, expect, it } from 'vitest'
import type { Revision } from '../contract/history.ts'
import { createMemoryConfigHub, type MemoryConfigHub } from './memory-config-hub.ts'
import { createTestCall } from './test-call.ts'
import { createTestClock } from './test-clock.ts'

const call = createTestCall()
const person = { kind: 'person', name: 'olga' } as const

async function historyOf(confighub: MemoryConfigHub, unit: string): Promise<readonly Revision[]> {
  const revisions: Revision[] = []
  for await (const revision of confighub.history.revisions({ unit }, call)) revisions.push(revision)
  return revisions
}

describe('createMemoryConfigHub', () => {
  it('runs triggers after any write, each as a revision of the server', async () => {
    const confighub = createMemoryConfigHub({
      triggers: [(_unit, text) => (text.includes('# seen') ? undefined : `${text}# seen\n`)],
    })
    const outcome = confighub.as(person).write('web', 'a: 1\n')
    expect(outcome).toEqual({ kind: 'written', revision: '1' })
    expect(confighub.state()['web']).toMatchObject({ text: 'a: 1\n# seen\n', revision: '2' })
    const kinds = (await historyOf(confighub, 'web')).map(({ author }) => author.kind)
    expect(kinds).toEqual(['automation', 'person'])
  })

  it('withdraws, restores and purges, and uses no revision token twice', async () => {
    const confighub = createMemoryConfigHub()
    const olga = confighub.as(person)
    olga.write('web', 'a: 1\n')
    olga.withdraw('web')
    expect(confighub.state()['web']?.text).toBe('')
    olga.restore('web', '1')
    expect(confighub.state()['web']).toMatchObject({ text: 'a: 1\n', revision: '3' })
    expect(() => olga.restore('web', '9')).toThrow(RangeError)
    expect(olga.purge('web')).toBe(true)
    expect(confighub.state()).toEqual({})
    expect(olga.write('web', 'a: 1\n').revision).toBe('4')
  })

  it('believes a hand-typed CI: with a trailer, unless publishers are named', async () => {
    const description = 'CI: by hand (tideway 0123456789ab)'
    for (const [publishers, kind] of [
      [undefined, 'publish'],
      [['tideway'], 'person'],
    ] as const) {
      const confighub = createMemoryConfigHub({ publishers })
      confighub.as(person).write('web', 'a: 1\n', description)
      expect((await historyOf(confighub, 'web'))[0]?.author).toEqual({ kind, name: 'olga' })
    }
  })

  it('dates revisions by the clock that it was given', async () => {
    const clock = createTestClock()
    const confighub = createMemoryConfigHub({ now: clock.now })
    confighub.as(person).write('web', 'a: 1\n')
    clock.advance(90_000)
    confighub.as(person).write('web', 'a: 2\n')
    const dates = (await historyOf(confighub, 'web')).map(({ at }) => at)
    expect(dates).toEqual(['2026-01-01T00:01:30.000Z', '2026-01-01T00:00:00.000Z'])
  })
})
