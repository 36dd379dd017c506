import { describe, expect, it } from 'vitest'
import { formatLock, lockAnnotation, readLock } from './unit-lock.ts'

const now = Date.parse('2026-01-05T10:00:00Z')
const read = (text: string) => readLock({ [lockAnnotation]: text }, now)

describe('readLock', () => {
  it('reads what formatLock writes', () => {
    const lock = { until: '2026-01-05T12:00:00Z', who: 'olga', reason: 'INC-1: hands off' }
    expect(read(formatLock(lock))).toEqual({ kind: 'locked', lock })
    expect(read(formatLock({ ...lock, who: 'olga petrova', reason: ' two\nlines ' }))).toMatchObject({
      lock: { who: 'olga-petrova', reason: 'two lines' },
    })
  })

  it('ends at its time, to the millisecond', () => {
    expect(read('2026-01-05T10:00:00.001Z olga').kind).toBe('locked')
    expect(read('2026-01-05T10:00:00.000Z olga').kind).toBe('expired')
    expect(read('2026-01-05T11:30:00+02:00 olga').kind).toBe('expired')
  })

  it.each(['tomorrow olga hands off', 'hands off', '2026-01-05 olga', '2026-13-05T10:00:00Z olga'])(
    'takes %j for a lock that nobody can read',
    (text) => {
      expect(read(text)).toEqual({ kind: 'unreadable', text })
    },
  )

  it('finds none where there is none', () => {
    expect(readLock(undefined, now)).toEqual({ kind: 'none' })
    expect(readLock({ other: 'x' }, now)).toEqual({ kind: 'none' })
  })
})
