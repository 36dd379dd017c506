import { describe, expect, it } from 'vitest'
import { classifyRevision } from './classify-revision.ts'

const classify = (
  description: string,
  more: { server?: boolean; name?: string; publishers?: string[] } = {},
) =>
  classifyRevision({
    description,
    authorIsServer: more.server === true,
    authorName: more.name,
    publishers: more.publishers,
  })

describe('classifyRevision', () => {
  it.each([
    ['CI: bump (tideway 0123456789ab)', 'publish'],
    ['CI (forced): bump (tideway 0123456789ab)', 'publish'],
    ['CI: typed by hand', 'person'],
    ['CI: cut short (tideway 0123456789a)', 'person'],
    ['bump (tideway 0123456789ab)', 'person'],
    ['CI:bump (tideway 0123456789ab)', 'person'],
    ['CI: bump (tideway 0123456789ab) and more', 'person'],
    ['drift-capture: Captured live state at 2026-01-01T00:00:00.000Z', 'capture'],
    ['break-glass (INC-123): Captured live state at 2026-01-01T00:00:00.000Z', 'capture'],
    ['reconciliation (INC-1): Captured live state', 'capture'],
    ['drift-capturer: Captured live state', 'person'],
    ['Captured live state', 'person'],
    ['', 'person'],
  ])('takes %j for %s', (description, kind) => {
    expect(classify(description)).toBe(kind)
  })

  it('takes whatever the server wrote for automation', () => {
    expect(classify('CI: bump (tideway 0123456789ab)', { server: true })).toBe('automation')
  })

  it('believes a publish only of the named publishers, where they are named', () => {
    const ours = 'CI: bump (tideway 0123456789ab)'
    expect(classify(ours, { name: 'ci-bot', publishers: ['ci-bot'] })).toBe('publish')
    expect(classify(ours, { name: 'mallory', publishers: ['ci-bot'] })).toBe('person')
    expect(classify(ours, { publishers: ['ci-bot'] })).toBe('person')
  })
})
