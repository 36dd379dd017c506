import { describe, expect, it } from 'vitest'
import type { WriteOutcome } from '../contract/sink.ts'
import { type ChooseFault, createFaultPlan, type Fault, faultAt, seedFaults } from './fault-plan.ts'
import { createMemoryArchive } from './memory-archive.ts'
import { createMemoryConfigHub } from './memory-config-hub.ts'
import { SimulatedCrash } from './simulated-crash.ts'
import { createTestCall } from './test-call.ts'
import { withFaults } from './with-faults.ts'

const call = createTestCall()

async function writeTwo(choose: ChooseFault) {
  const confighub = createMemoryConfigHub()
  const plan = createFaultPlan(choose)
  const writes = ['a', 'b'].map(
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
  const outcomes: WriteOutcome[] = []
  let error: unknown
  try {
    for await (const item of withFaults(confighub, plan).sink?.write(writes, call) ?? []) outcomes.push(item)
  } catch (thrown) {
    error = thrown
  }
  const kinds = outcomes.map(({ kind }) => kind)
  return { kinds, stored: Object.keys(confighub.state()), error, count: plan.count() }
}

describe('withFaults', () => {
  it.each<[Fault, readonly string[], readonly string[]]>([
    [{ kind: 'before' }, ['unknown', 'written'], ['b']],
    [{ kind: 'before', error: 'forbidden' }, ['refused', 'written'], ['b']],
    [{ kind: 'after' }, ['unknown', 'written'], ['a', 'b']],
    [{ kind: 'crash-before' }, [], []],
    [{ kind: 'crash-after' }, [], ['a']],
  ])('does %j to the first of two writes', async (fault, kinds, stored) => {
    const result = await writeTwo(faultAt(1, fault))
    expect([result.kinds, result.stored]).toEqual([kinds, stored])
    expect(result.error instanceof SimulatedCrash).toBe(fault.kind.startsWith('crash'))
  })

  it('counts every write of a call as a request', async () => {
    expect((await writeTwo(() => undefined)).count).toBe(2)
  })

  it('lets a save through and loses its answer', async () => {
    const memory = createMemoryArchive()
    const { archive } = withFaults(memory, createFaultPlan(faultAt(1, { kind: 'after' })))
    await expect(archive?.save({ a: '1' }, undefined, 'first', call)).rejects.toMatchObject({
      kind: 'unavailable',
    })
    expect(memory.texts()).toEqual({ a: '1' })
    expect(await archive?.token(call)).toBe('save-1')
  })

  it('stays dead after a crash, for all endpoints of the plan', async () => {
    const plan = createFaultPlan(faultAt(1, { kind: 'crash-before' }))
    const memory = createMemoryArchive()
    const { archive } = withFaults(memory, plan)
    const { source } = withFaults(createMemoryConfigHub(), plan)
    await expect(archive?.load(call)).rejects.toThrow(SimulatedCrash)
    await expect(archive?.save({}, undefined, 'late', call)).rejects.toThrow(SimulatedCrash)
    await expect(source?.list({}, call)[Symbol.asyncIterator]().next()).rejects.toThrow(SimulatedCrash)
    expect(memory.texts()).toBeUndefined()
  })

  it('has the abilities of the endpoint, and no others', () => {
    const faulty = withFaults(
      createMemoryArchive(),
      createFaultPlan(() => undefined),
    )
    expect([faulty.archive, faulty.sink].map((member) => member === undefined)).toEqual([false, true])
  })
})

describe('seedFaults', () => {
  it('gives the same faults for the same seed, about as many as asked for', () => {
    const draw = (seed: number) =>
      Array.from({ length: 1000 }, (_, index) =>
        seedFaults(seed, 0.25)({ number: index + 1, endpoint: 'e', member: 'm' }),
      )
    expect(draw(7)).toEqual(draw(7))
    expect(draw(7)).not.toEqual(draw(8))
    const count = draw(7).filter((fault) => fault !== undefined).length
    expect(count).toBeGreaterThan(200)
    expect(count).toBeLessThan(300)
  })
})
