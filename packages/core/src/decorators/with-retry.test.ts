import { describe, expect, it } from 'vitest'
import { collect } from '../conformance/collect.ts'
import { AdapterError, type AdapterErrorKind } from '../errors/adapter-error.ts'
import { createFaultPlan, type Fault } from '../testing/fault-plan.ts'
import { createMemoryArchive } from '../testing/memory-archive.ts'
import { createMemoryConfigHub } from '../testing/memory-config-hub.ts'
import { createTestCall } from '../testing/test-call.ts'
import { withFaults } from '../testing/with-faults.ts'
import { withRetry } from './with-retry.ts'

const call = createTestCall()

// The first requests fail as listed; the others go through.
function arrange(
  faults: readonly Fault[],
  options: { readonly attempts?: number; readonly maxDelayMs?: number } = {},
) {
  const confighub = createMemoryConfigHub()
  confighub.as({ kind: 'person' }).write('web', 'a: 1\n')
  const plan = createFaultPlan(({ number }) => faults[number - 1])
  const waits: number[] = []
  const sleep = async (milliseconds: number) => void waits.push(milliseconds)
  const endpoint = withRetry(withFaults({ ...confighub, ...createMemoryArchive() }, plan), {
    sleep,
    ...options,
  })
  const faulty = withRetry(withFaults(confighub, plan), { sleep, ...options })
  return { endpoint, faulty, plan, waits, confighub }
}

const before = (error: AdapterErrorKind): Fault => ({ kind: 'before', error })

describe('withRetry', () => {
  it('reads again with doubled waits until it goes well', async () => {
    const { faulty, waits } = arrange([before('unavailable'), before('rate-limited')])
    expect(await collect(faulty.source?.list({}, call) ?? [])).toHaveLength(2)
    expect(waits).toEqual([500, 1000])
  })

  it('tells the last error when its attempts are used up', async () => {
    const { faulty, plan } = arrange(Array(9).fill(before('unavailable')), { attempts: 3 })
    await expect(collect(faulty.source?.list({}, call) ?? [])).rejects.toMatchObject({ kind: 'unavailable' })
    expect(plan.count()).toBe(3)
  })

  it.each<AdapterErrorKind>(['forbidden', 'invalid-response', 'not-found'])(
    'takes %s for an answer',
    async (kind) => {
      const { faulty, plan } = arrange([before(kind)])
      await expect(collect(faulty.source?.list({}, call) ?? [])).rejects.toMatchObject({ kind })
      expect(plan.count()).toBe(1)
    },
  )

  it('does not begin a stream again that has told something', async () => {
    const { faulty, plan } = arrange([{ kind: 'after' }])
    await expect(collect(faulty.source?.list({}, call) ?? [])).rejects.toThrow('a fault was injected')
    expect(plan.count()).toBe(1)
  })

  it('sends a rate-limited write again in its place, and an unknown one never', async () => {
    const { faulty, confighub, waits } = arrange([
      before('rate-limited'),
      before('rate-limited'),
      { kind: 'after' },
    ])
    const writes = ['a', 'b', 'c'].map(
      (unit) =>
        ({
          kind: 'create',
          key: unit,
          ref: { unit },
          expected: 'absent',
          text: unit,
          description: '',
        }) as const,
    )
    const outcomes = await collect(faulty.sink?.write(writes, call) ?? [])
    expect(outcomes.map(({ key, kind }) => `${key} ${kind}`)).toEqual(['a unknown', 'b written', 'c written'])
    expect(waits).toEqual([500, 1000])
    expect(Object.keys(confighub.state())).toEqual(['web', 'a', 'b', 'c'])
  })

  it('does not save an archive again of which nobody knows', async () => {
    const { endpoint, plan } = arrange([before('unavailable')])
    await expect(endpoint.archive?.save({}, undefined, 'm', call)).rejects.toMatchObject({
      kind: 'unavailable',
    })
    expect(plan.count()).toBe(1)
  })

  it('waits as long as the store asks, unless that is too long', async () => {
    const waits: number[] = []
    const ask = (retryAfterMs: number) => {
      let asked = false
      const archive = {
        ...createMemoryArchive().archive,
        token: async () => {
          if (asked) return 'token'
          asked = true
          throw new AdapterError({
            kind: 'rate-limited',
            endpoint: 'e',
            message: 'm',
            next: 'n',
            retryAfterMs,
          })
        },
      }
      const sleep = async (milliseconds: number) => void waits.push(milliseconds)
      return withRetry({ ...createMemoryArchive(), archive }, { sleep }).archive?.token(call)
    }
    expect(await ask(7000)).toBe('token')
    await expect(ask(61_000)).rejects.toMatchObject({ kind: 'rate-limited' })
    expect(waits).toEqual([7000])
  })
})

it('keeps every ability of an endpoint, and asks through each', async () => {
  const asked: string[] = []
  const absent = { kind: 'absent', resource: { group: 'a.example', kind: 'A' } } as const
  const endpoint = withRetry(
    {
      ...createMemoryConfigHub(),
      resources: {
        place: 'here',
        resources: async function* () {},
        predict: async () => ({ kind: 'predicted', object: {} }),
        schemas: async function* () {
          asked.push('schemas')
          if (asked.length === 1)
            throw new AdapterError({
              kind: 'unavailable',
              endpoint: 'cluster',
              message: 'down',
              next: 'wait',
            })
          yield absent
        },
      },
      commits: {
        head: async () => ({ id: 'a', subject: '', author: '', at: '' }),
        relation: async () => 'same',
        caveats: async () => ['shallow'],
      },
    },
    { sleep: async () => {} },
  )
  expect(await collect(endpoint.resources?.schemas?.([absent.resource], call) ?? [])).toEqual([absent])
  expect(asked).toHaveLength(2)
  expect(await endpoint.resources?.predict?.({}, call)).toEqual({ kind: 'predicted', object: {} })
  expect(await endpoint.commits?.caveats?.(call)).toEqual(['shallow'])
})
