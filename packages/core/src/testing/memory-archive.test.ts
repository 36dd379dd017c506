import { describe, expect, it } from 'vitest'
import { createMemoryArchive } from './memory-archive.ts'
import { createTestCall } from './test-call.ts'

const call = createTestCall()

describe('createMemoryArchive', () => {
  it('rolls texts and token back, and not the count of saves', async () => {
    const { archive, rollBack } = createMemoryArchive()
    const first = await archive.save({ a: '1' }, undefined, 'first', call)
    const token = first.kind === 'saved' ? first.token : undefined
    await archive.save({ a: '2' }, token, 'second', call)
    rollBack(1)
    expect(await archive.load(call)).toEqual({ files: { a: '1' }, token, saves: 2 })
    const third = await archive.save({ a: '3' }, token, 'third', call)
    expect(third).toMatchObject({ kind: 'saved', token: 'save-3', saves: 3 })
  })

  it('forgets everything when it is lost', async () => {
    const memory = createMemoryArchive()
    await memory.archive.save({ a: '1' }, undefined, 'first', call)
    memory.lose()
    expect(await memory.archive.load(call)).toBeUndefined()
    expect(memory.texts()).toBeUndefined()
    const again = await memory.archive.save({ a: '2' }, undefined, 'again', call)
    expect(again).toMatchObject({ kind: 'saved', saves: 1 })
    expect(memory.messages()).toEqual(['again'])
  })
})
