import { describe, expect, it } from 'vitest'
import { collectSuite } from './collect-suite.ts'

describe('collectSuite', () => {
  it('runs tests in order and answers what became of each', async () => {
    const order: string[] = []
    const failure = new Error('no')
    const results = await collectSuite(({ describe: group, it: test }) => {
      group('suite', () => {
        group('first', () => {
          test('passes', async () => void order.push('passes'))
          test.skip?.('is skipped', async () => void order.push('skipped'))
        })
        group('second', () => {
          test('fails', async () => {
            order.push('fails')
            throw failure
          })
        })
      })
    })
    expect(order).toEqual(['passes', 'fails'])
    expect(results).toEqual([
      { path: ['suite', 'first'], test: 'passes', outcome: 'passed' },
      { path: ['suite', 'first'], test: 'is skipped', outcome: 'skipped' },
      { path: ['suite', 'second'], test: 'fails', outcome: 'failed', error: failure },
    ])
  })
})
