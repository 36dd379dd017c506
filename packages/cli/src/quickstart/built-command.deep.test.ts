import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { followProgram } from '../emulate/follow-program.ts'
import { playStory } from './play-story.ts'
import { type Stage, setStage } from './stage.ts'
import { startEmulatedCluster } from './start-emulated-cluster.ts'

const bin = fileURLToPath(new URL('../../bin/tideway.js', import.meta.url))
const example = fileURLToPath(new URL('../../../../examples/messagewall', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'tideway-built-'))

// A process of its own for every run, so that it reads its environment, its folder and its streams as a shell gives them.
describe('the built command', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await setStage({
      directory: folder,
      example,
      runTideway: (io) => followProgram(process.execPath, [bin, ...io.arguments], io),
      cluster: await startEmulatedCluster(),
    })
  })
  afterAll(async () => {
    await stage.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('is there', async () => {
    expect(await stage.tideway('status', '--help')).toMatchObject({
      code: 0,
      text: expect.stringContaining('say of each environment in one line'),
    })
  })

  it('plays the story: publish, sync, capture and rollback', async () => {
    let text = ''
    const { passed, failed } = await playStory(stage, { write: (part) => (text += part) })
    expect(failed, text).toBe(0)
    expect(passed).toBeGreaterThan(50)
  })

  it('says how prod stands, and what its units were', async () => {
    const status = await stage.tideway('status')
    expect(status.code).toBe(0)
    expect(status.text).toMatch(/^prod/m)
    const history = await stage.tideway('history', '--unit', 'lambda')
    expect(history.code).toBe(0)
    expect(history.text).toContain('CI (forced): Settle on 320 (tideway ')
    expect(history.text).toContain('break-glass (INC-123): Captured live state')
  })

  it('keeps a publish away from a locked unit, until it is unlocked', async () => {
    const lock = await stage.tideway('lock', '--unit', 'lambda', '--for', '1h', '--reason', 'INC-123')
    expect(lock).toMatchObject({ code: 0, text: expect.stringContaining('lock prod: lambda until ') })
    await stage.develop('config/prod.env', 'LAMBDA_MEMORY=384', 'LAMBDA_MEMORY=448', 'More again')
    const kept = await stage.tideway('publish')
    expect(kept).toMatchObject({ code: 3, text: expect.stringContaining('INC-123') })
    expect(stage.unit('lambda').text).toContain('memorySize: 384')
    expect(await stage.tideway('unlock', '--unit', 'lambda')).toMatchObject({ code: 0 })
    expect(await stage.tideway('publish')).toMatchObject({ code: 0 })
    expect(stage.unit('lambda').text).toContain('memorySize: 448')
  })
})
