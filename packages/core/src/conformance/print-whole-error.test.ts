import { describe, expect, it } from 'vitest'
import { printWholeError } from './print-whole-error.ts'

describe('printWholeError', () => {
  it.each<[string, unknown]>([
    ['the message', new Error('tell s3cret')],
    ['a cause of a cause', new Error('a', { cause: new Error('b', { cause: 'tell s3cret' }) })],
    ['a property', Object.assign(new Error('a'), { request: { headers: { authorization: 's3cret' } } })],
    ['a hidden property', Object.defineProperty(new Error('a'), 'hidden', { value: ['s3cret'] })],
    ['headers', Object.assign(new Error('a'), { headers: new Headers({ authorization: 's3cret' }) })],
    ['a map', Object.assign(new Error('a'), { cookies: new Map([['session', 's3cret']]) })],
    ['one error of several', new AggregateError([new Error('s3cret')])],
    ['a key', Object.assign(new Error('a'), { s3cret: 1 })],
    ['a thrown text', 's3cret'],
  ])('shows a secret in %s', (_, error) => {
    expect(printWholeError(error)).toContain('s3cret')
  })

  it('ends where an error is its own cause', () => {
    const error = new Error('round')
    error.cause = error
    expect(printWholeError(error)).toContain('round')
  })
})
