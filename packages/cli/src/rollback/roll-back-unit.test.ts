import { createConfigHub } from '@tideway/adapter-confighub'
import {
  type ConfigHubEmulatorOptions,
  createConfigHubEmulator,
  serve,
} from '@tideway/adapter-confighub/testing'
import { createTestCall } from '@tideway/core/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { rollBackUnit } from './roll-back-unit.ts'

const call = createTestCall()
const generations: readonly ConfigHubEmulatorOptions[] = [
  { generation: 'bytes' },
  { generation: 'bytes', emptyStartRevision: false },
  { generation: 'document' },
  { generation: 'document', documentHashes: false },
]

async function start(
  options: ConfigHubEmulatorOptions,
  texts: readonly string[],
  driver?: 'document-unconditional',
) {
  const person = { email: 'sre@acme.example', token: 'token' }
  const emulator = createConfigHubEmulator({ people: [person], ...options })
  const { url, close } = await serve(emulator.handle)
  onTestFinished(close)
  emulator.addSpace('prod')
  emulator.addUnit({ space: 'prod', slug: 'web' })
  for (const text of texts) emulator.as(person.email).setData('prod', 'web', text, `Set ${text.trim()}`)
  const credentials = { kind: 'token', token: person.token } as const
  const endpoint = await createConfigHub({ url, space: 'prod', credentials, driver }).connect(call)
  const revisions = () => emulator.read('prod', 'web')?.revisions ?? []
  return { endpoint, emulator, revisions, text: () => emulator.read('prod', 'web')?.text }
}

describe('rollback on every generation of ConfigHub', () => {
  it.each(generations)('goes back to the previous content, if told to do it (%o)', async (options) => {
    const { endpoint, revisions, text } = await start(options, ['a: 1\n', 'a: 2\n'])
    const before = revisions().length
    const wanted = { unit: 'web', to: 'previous' }
    const shown = await rollBackUnit(endpoint, { ...wanted, dryRun: true }, call)
    expect([shown.outcome, revisions().length]).toEqual(['done', before])
    expect(await rollBackUnit(endpoint, wanted, call)).toMatchObject({
      outcome: 'done',
      to: `${before - 1}`,
      revision: `${before + 1}`,
    })
    expect(text()).toBe('a: 1\n')
    expect(revisions().at(-1)?.Description).toBe(`Restore: revision ${before - 1} (Set a: 1)`)
  })

  it('does not take the empty revision that a unit begins with for its previous content', async () => {
    const { endpoint, text } = await start({}, ['a: 1\n'])
    await expect(rollBackUnit(endpoint, { unit: 'web', to: 'previous' }, call)).rejects.toMatchObject({
      code: 'TIDEWAY_NOT_FOUND',
    })
    expect(text()).toBe('a: 1\n')
    expect(await rollBackUnit(endpoint, { unit: 'web', to: '1' }, call)).toMatchObject({ outcome: 'done' })
    expect(text()).toBe('')
  })

  it('goes back to a withdrawal, which was somebody’s', async () => {
    const { endpoint, text } = await start({}, ['a: 1\n', '', 'a: 2\n'])
    expect(await rollBackUnit(endpoint, { unit: 'web', to: 'previous' }, call)).toMatchObject({ to: '3' })
    expect(text()).toBe('')
  })

  it('refuses where a write has no condition', async () => {
    const { endpoint, text } = await start(
      { generation: 'document' },
      ['a: 1\n', 'a: 2\n'],
      'document-unconditional',
    )
    await expect(rollBackUnit(endpoint, { unit: 'web', to: 'previous' }, call)).rejects.toMatchObject({
      code: 'TIDEWAY_UNCONDITIONAL',
    })
    expect(text()).toBe('a: 2\n')
    const told = { unit: 'web', to: 'previous', unconditional: true }
    expect(await rollBackUnit(endpoint, told, call)).toMatchObject({ outcome: 'done', revision: '3' })
    expect(text()).toBe('a: 1\n')
  })

  it('asks for the one unit, however many there are', async () => {
    const { endpoint, emulator } = await start({}, ['a: 1\n', 'a: 2\n'])
    for (let index = 0; index < 1500; index += 1) emulator.addUnit({ space: 'prod', slug: `u${index}` })
    const before = emulator.requests.length
    await rollBackUnit(endpoint, { unit: 'web', to: 'previous', dryRun: true }, call)
    expect(emulator.requests.slice(before).map(({ path }) => path.replace(/[0-9a-f-]{36}/g, '*'))).toEqual([
      '/api/space/*/unit',
      '/api/space/*/unit/*',
      '/api/space/*/unit/*/revision',
      '/api/me',
    ])
  })
})
