import { TidewayError } from '@tideway/core'
import { describe, expect, it } from 'vitest'
import { resolveOptions } from './resolve-options.ts'

const credentials = { kind: 'token', token: 'sre-token' } as const
const worker = { kind: 'worker', id: '11111111-2222-4333-8444-555555555555', secret: 's3cret-key' } as const

function refusal(options: object): string {
  try {
    resolveOptions({ space: 'prod', credentials, ...options })
  } catch (error) {
    if (TidewayError.isInstance(error) && error.code === 'TIDEWAY_CONFIG_INVALID') return error.message
    throw error
  }
  throw new Error('nothing was refused')
}

describe('options', () => {
  it('have defaults', () => {
    expect(resolveOptions({ space: 'prod', credentials })).toMatchObject({
      url: 'https://hub.confighub.com',
      endpoint: 'confighub:prod',
      selection: '',
      pageSize: 1000,
      concurrency: 4,
      userAgent: expect.stringMatching(/^tideway\/\d+\.\d+\.\d+$/),
    })
  })

  it('join labels and where into one selection', () => {
    const { selection } = resolveOptions({
      space: 'prod',
      credentials,
      labels: { 'app.kubernetes.io/part-of': 'messagewall', tier: 'a' },
      where: 'HeadRevisionNum > 0',
    })
    expect(selection).toBe(
      "Labels.app.kubernetes.io/part-of = 'messagewall' AND Labels.tier = 'a' AND HeadRevisionNum > 0",
    )
  })

  it.each([
    [{ space: "pro'd" }, 'space'],
    [{ space: 'pro\\d' }, 'space'],
    [{ spaces: 'prod' }, 'spaces'],
    [{ url: 'hub.confighub.com' }, 'url'],
    [{ url: 'https://hub.confighub.com/api' }, 'url'],
    [{ url: 'https://me:pw@hub.confighub.com' }, 'url'],
    [{ labels: { tier: "a' OR" } }, 'labels.tier'],
    [{ labels: { tier: 'a*' } }, 'labels.tier'],
    [{ labels: { tier: ' a' } }, 'labels.tier'],
    [{ where: "Slug = 'a' OR Slug = 'b'" }, 'where'],
    [{ pageSize: 1001 }, 'pageSize'],
    [{ concurrency: 0 }, 'concurrency'],
    [{ userAgent: 'a\nb' }, 'userAgent'],
    [{ fetch: 'curl' }, 'fetch'],
    [{ credentials: { kind: 'token', token: 'two words' } }, 'credentials.token'],
    [{ credentials: { kind: 'basic' } }, 'credentials.kind'],
  ])('names the bad option of %j', (options, name) => {
    expect(refusal(options)).toContain(name)
  })

  it('asks for the UUID where a worker is named by its slug, and shows no secret', () => {
    const message = refusal({ credentials: { ...worker, id: 'ci-worker' } })
    expect(message).toMatch(/credentials\.id: must be the UUID of the worker, not its slug/)
    expect(message).not.toContain('s3cret-key')
  })
})
