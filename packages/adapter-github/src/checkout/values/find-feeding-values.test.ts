import type { Json } from '@tideway/core'
import { describe, expect, test } from 'vitest'
import { findFeedingValues } from './find-feeding-values.ts'

const settings = {
  replicas: 2,
  image: { repository: 'shop/web', tag: '1' },
  resources: { limits: { cpu: '1' } },
  nodeSelector: {},
  port: '80',
  other: 2,
}
const find = (path: string, current: Json, wanted: Json) =>
  findFeedingValues(settings, { path: path.split('/'), current, wanted }).map(({ path: at, value }) => [
    at.join('.'),
    value,
  ])

describe('the values that may feed a field', () => {
  test('are the one of its name and value first, in the type that stands there', () => {
    expect(find('replicas', { replicas: 2 }, { replicas: 3 })).toEqual([
      ['replicas', 3],
      ['other', 3],
    ])
    expect(find('port', { port: 80 }, { port: 8080 })).toEqual([['port', '8080']])
  })

  test('are parts of its text', () => {
    expect(find('image', { image: 'shop/web:1' }, { image: 'shop/web:1.2' })).toEqual([
      ['image.tag', '1.2'],
      ['resources.limits.cpu', '1.2'],
    ])
    expect(find('image', { image: 'shop/web:1' }, { image: 'shop/api:1' })).toEqual([
      ['image.repository', 'shop/api'],
    ])
    expect(find('image', { image: 'shop/web:1' }, { image: 'none' })).toEqual([])
  })

  test('are parts of the one text that differs in a list', () => {
    const args = (tag: string) => ({ args: ['serve', `--image=shop/web:${tag}`] })
    expect(find('args', args('1'), args('7'))).toEqual([
      ['image.tag', '7'],
      ['resources.limits.cpu', '7'],
    ])
    expect(find('args', args('1'), { args: ['stop', '--image=shop/web:2'] })).toEqual([])
  })

  test('are the map that it lies in, also where that is empty', () => {
    const before = { resources: { limits: { cpu: '1' } } }
    const after = { resources: { limits: { cpu: '1', memory: '2Gi' } } }
    expect(find('resources/limits/memory', before, after)).toEqual([
      ['resources.limits', after.resources.limits],
      ['resources', after.resources],
    ])
    expect(find('spec/nodeSelector/disk', { spec: {} }, { spec: { nodeSelector: { disk: 'ssd' } } })).toEqual(
      [['nodeSelector', { disk: 'ssd' }]],
    )
  })
})
