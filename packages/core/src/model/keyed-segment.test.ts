import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatKeyedSegment, matchesSegment, parseKeyedSegment } from './keyed-segment.ts'

describe('a keyed segment', () => {
  test('names an element by its keys', () => {
    expect(formatKeyedSegment(['name'], { name: 'app', image: 'x' })).toBe('[name=app]')
    expect(formatKeyedSegment(['containerPort', 'protocol'], { containerPort: 80, protocol: 'UDP' })).toBe(
      '[containerPort=80,protocol=UDP]',
    )
    expect(formatKeyedSegment(['containerPort', 'protocol'], { containerPort: 80 })).toBe(
      '[containerPort=80,protocol=TCP]',
    )
    expect(formatKeyedSegment(['topologyKey', 'whenUnsatisfiable'], { topologyKey: 'zone' })).toBe(
      '[topologyKey=zone]',
    )
  })

  test('compares as text, and takes an absent protocol for TCP', () => {
    expect(matchesSegment({ port: 80 }, '[port=80]')).toBe(true)
    expect(matchesSegment({ port: '80' }, '[port=80]')).toBe(true)
    expect(matchesSegment({ port: 80 }, '[port=80,protocol=TCP]')).toBe(true)
    expect(matchesSegment({ port: 80 }, '[port=80,protocol=UDP]')).toBe(false)
    expect(matchesSegment({ name: 'a' }, '[name=b]')).toBe(false)
    expect(matchesSegment('a', '[name=a]')).toBe(false)
    expect(matchesSegment({ name: 'a' }, 'name')).toBe(false)
  })

  test('is read back whatever its values hold', () => {
    const key = fc.stringMatching(/^[a-z/.]{1,4}$/)
    fc.assert(
      fc.property(
        key,
        key,
        fc.string(),
        fc.stringMatching(/^[\\,\]=[a-]{0,6}$/),
        (first, second, one, two) => {
          const element = { [first]: one, [second]: two }
          const keys = Object.keys(element)
          const segment = formatKeyedSegment(keys, element)
          expect(parseKeyedSegment(segment)).toEqual(
            keys.map((name) => ({ key: name, value: element[name] })),
          )
          expect(matchesSegment(element, segment)).toBe(true)
          expect(matchesSegment({ ...element, [first]: `${element[first]}x` }, segment)).toBe(false)
        },
      ),
    )
  })

  test('is nothing else', () => {
    for (const text of ['', 'name', '[]', '[name]', '[=a]', '[a=b', 'a=b]', '[a=b]]', '[a=b,]', '[a=b,c]']) {
      expect(parseKeyedSegment(text)).toBeUndefined()
    }
  })
})
