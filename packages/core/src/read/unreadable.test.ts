import { describe, expect, it } from 'vitest'
import { AdapterError } from '../errors/adapter-error.ts'
import { unreadable } from './unreadable.ts'

describe('unreadable', () => {
  it('says why, and what to do about just that', () => {
    const cause = new AdapterError({
      kind: 'invalid-response',
      endpoint: 'git:prod',
      message: 'infra/base/s3.yaml.template:4:1: the key "kind" is there twice',
      next: 'remove one of them',
    })
    expect(unreadable('git:prod', 'unit s3', cause).message).toBe(
      'TIDEWAY_UNREADABLE  git:prod could not read unit s3: infra/base/s3.yaml.template:4:1: the key "kind" is ' +
        'there twice; remove one of them; nothing was written, since unreadable is never taken for absent',
    )
  })

  it('keeps what foreign errors say to itself: they may quote what they were given', () => {
    expect(unreadable('git:prod', 'unit s3', new Error('token ghp_1')).message).toBe(
      'TIDEWAY_UNREADABLE  git:prod could not read unit s3; repair it and run again; nothing was written, since ' +
        'unreadable is never taken for absent',
    )
  })
})
