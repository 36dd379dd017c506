import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startTestEmulator } from '../../start-test-emulator.ts'
import { createConfigHubEmulator } from './create-confighub-emulator.ts'

async function makeDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'confighub-emulator-'))
  onTestFinished(() => rm(directory, { recursive: true }))
  return directory
}

describe('openDirectoryStore', () => {
  it('keeps units, history and people over a restart', async () => {
    const data = await makeDirectory()
    const { put, patch, emulator } = await startTestEmulator({ data })
    const unit = emulator.addUnit({ space: 'prod', slug: 'web', text: 'a: "é"\n', labels: { tier: 'front' } })
    const gone = emulator.addUnit({ space: 'prod', slug: 'gone', text: 'a: 1\n' })
    await put(unit, 'a: 2\r\n', undefined, 'second')
    await patch(unit, { Annotations: { note: 'x' } })
    emulator.as('sre@acme.example').deleteUnit('prod', 'gone')
    const token = emulator.as('sre@acme.example').token()

    const restarted = createConfigHubEmulator({ data })
    expect(restarted.read('prod', 'web')).toEqual(emulator.read('prod', 'web'))
    expect(restarted.slugs('prod')).toEqual(['web'])
    const later = restarted.addUnit({ space: 'prod', slug: 'later' })
    expect([unit, gone]).not.toContain(later)
    const me = await restarted.handle(
      new Request('http://hub/api/me', { headers: { authorization: `Bearer ${token}` } }),
    )
    expect(await me.json()).toMatchObject({ UserID: emulator.as('sre@acme.example').userId })
  })

  it('remembers what was applied, and opens what was kept before that was known', async () => {
    const data = await makeDirectory()
    const options = { data, generation: 'document', targetNewUnits: true } as const
    const { emulator } = await startTestEmulator(options)
    emulator.addUnit({ space: 'prod', slug: 'web', text: 'a: 1\n' })
    emulator.apply('prod', 'web')
    const kept = emulator.read('prod', 'web')
    expect(kept).toMatchObject({ LiveRevisionNum: 1, events: [{ Result: 'ApplyCompleted' }] })
    expect(createConfigHubEmulator(options).read('prod', 'web')).toEqual(kept)

    const file = join(data, 'units', `${kept?.UnitID}.json`)
    const {
      LiveRevisionNum: _,
      LastAppliedRevisionNum: _applied,
      events: _events,
      ...older
    } = JSON.parse(await readFile(file, 'utf8'))
    await writeFile(file, JSON.stringify(older))
    expect(createConfigHubEmulator(options).read('prod', 'web')).toMatchObject({
      text: 'a: 1\n',
      LiveRevisionNum: 0,
      events: [],
    })
  })

  it('remembers that a unit waits for its triggers', async () => {
    const data = await makeDirectory()
    const options = {
      data,
      triggers: [(_: unknown, text: string) => `${text}# seen\n`],
      triggerDelayReads: 1,
    }
    const first = createConfigHubEmulator(options)
    const space = first.addSpace('prod')
    const unit = first.addUnit({ space: 'prod', slug: 'web', text: 'a: 1\n' })
    const restarted = createConfigHubEmulator(options)
    expect(restarted.read('prod', 'web')?.text).toBe('a: 1\n')
    const headers = { authorization: `Bearer ${restarted.as('sre@acme.example').token()}` }
    await restarted.handle(new Request(`http://hub/api/space/${space}/unit/${unit}`, { headers }))
    expect(restarted.read('prod', 'web')?.text).toBe('a: 1\n# seen\n')
  })

  it('stores equal texts once, and leaves no temporary file', async () => {
    const data = await makeDirectory()
    const emulator = createConfigHubEmulator({ data, emptyStartRevision: false })
    emulator.addSpace('prod')
    emulator.addUnit({ space: 'prod', slug: 'a', text: 'same: 1\n' })
    emulator.addUnit({ space: 'prod', slug: 'b', text: 'same: 1\n' })
    expect(await readdir(join(data, 'texts'))).toHaveLength(1)
    const files = await readdir(data, { recursive: true })
    expect(files.filter((file) => file.endsWith('.tmp'))).toEqual([])
  })

  it('ignores the half file of a stopped process, and throws for a damaged one', async () => {
    const data = await makeDirectory()
    const emulator = createConfigHubEmulator({ data })
    emulator.addSpace('prod')
    const unit = emulator.addUnit({ space: 'prod', slug: 'web', text: 'a: 1\n' })
    await writeFile(join(data, 'units', `${unit}.json.tmp`), '{"UnitID":')
    expect(createConfigHubEmulator({ data }).read('prod', 'web')?.text).toBe('a: 1\n')
    const hash = emulator.read('prod', 'web')?.revisions.at(-1)?.DataHash ?? ''
    await writeFile(join(data, 'texts', hash), 'a: 9\n')
    expect(() => createConfigHubEmulator({ data })).toThrow('was changed')
    await writeFile(join(data, 'units', `${unit}.json`), '{"UnitID":1}')
    expect(() => createConfigHubEmulator({ data })).toThrow('no file of a ConfigHub emulator')
  })
})
