import { expect, it } from 'vitest'
import { createTextCache } from './create-text-cache.ts'

it('keeps what was used last, within its bounds', () => {
  const cache = createTextCache(16)
  for (const name of ['a', 'b', 'c', 'd']) cache.set(name, name.repeat(4))
  expect(cache.get('a')).toBe('aaaa')
  cache.set('e', 'eeee')
  expect(['a', 'b', 'c', 'd', 'e'].filter((name) => cache.get(name) !== undefined)).toEqual([
    'a',
    'c',
    'd',
    'e',
  ])
  cache.set('e', 'eeee')
  expect(cache.get('c')).toBe('cccc')
})

it('does not give up everything for one large text, and keeps an empty one', () => {
  const cache = createTextCache(16)
  cache.set('a', 'aaaa')
  cache.set('big', 'x'.repeat(5))
  cache.set('empty', '')
  expect([cache.get('big'), cache.get('a'), cache.get('empty')]).toEqual([undefined, 'aaaa', ''])
})
