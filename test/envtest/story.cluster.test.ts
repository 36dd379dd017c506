import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, inject, it } from 'vitest'
import { runTideway } from '../../packages/cli/src/command/run-tideway.ts'
import { playStory } from '../../packages/cli/src/quickstart/play-story.ts'
import { setStage } from '../../packages/cli/src/quickstart/stage.ts'
import { connectRealCluster } from './connect-real-cluster.ts'

const folder = mkdtempSync(join(tmpdir(), 'tideway-story-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('the story of the quickstart holds on a real API server, claim by claim', async () => {
  let text = ''
  const stage = await setStage({
    directory: folder,
    example: fileURLToPath(new URL('../../examples/messagewall', import.meta.url)),
    runTideway,
    cluster: await connectRealCluster(inject('apiServer')),
  })
  try {
    const { passed, failed } = await playStory(stage, { write: (part) => (text += part) })
    expect(failed, text).toBe(0)
    expect(passed).toBeGreaterThan(50)
  } finally {
    await stage.close()
  }
}, 240_000)
