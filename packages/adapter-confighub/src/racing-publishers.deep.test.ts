import { createTestCall } from '@tideway/core/testing'
import { describe, expect, it } from 'vitest'
import { type Connected, readOne, writeOne } from './start-test-endpoint.ts'
import { startWithUnit, update } from './test-writes.ts'

const rounds = 300

/** Adds a line of its own over and over; whoever loses a race reads again. */
async function addLines({ source, sink }: Connected, name: string): Promise<number> {
  const call = createTestCall()
  let lost = 0
  for (let round = 0; round < rounds; ) {
    const read = await readOne(source, 'web', call)
    if (read.kind !== 'unit') throw new Error(`unexpected ${read.kind}`)
    const text = `${read.text}${name}${round}: 1\n`
    const { kind, error } = await writeOne(sink, update(read.head.revision, text), call)
    if (kind === 'written') round += 1
    else if (kind === 'lost-race') lost += 1
    else throw error ?? new Error(`unexpected ${kind}`)
  }
  return lost
}

describe('two publishers of one unit', () => {
  it.each([
    ['bytes', {}, { generation: 'bytes' }],
    ['bytes, triggers', {}, { generation: 'bytes', triggers: [() => undefined], triggerDelayReads: 1 }],
    ['document', {}, { generation: 'document' }],
    ['document, Version alone', {}, { generation: 'document', putRevisionId: 'ignore' }],
  ] as const)('lose no line in hundreds of rounds (%s)', async (_, options, emulator) => {
    const { connect, stored } = await startWithUnit('start: 1\n', options, emulator)
    const publishers = await Promise.all(
      ['left', 'right'].map(async (name) => ({ name, at: await connect() })),
    )
    const lost = await Promise.all(publishers.map(({ name, at }) => addLines(at, name)))
    const lines = new Set(stored()?.text.trimEnd().split('\n'))
    expect(lines.size).toBe(2 * rounds + 1)
    // It was a race, and not one after the other.
    expect(lost.reduce((sum, one) => sum + one, 0)).toBeGreaterThan(0)
  })
})
