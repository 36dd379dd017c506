import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import { runTideway } from '../command/run-tideway.ts'
import { findMissingRenderers } from './leave-out-renderers.ts'
import type { OperatorChange } from './operator-changes.fixture.ts'
import { type Stage, setStage } from './stage.ts'
import { startEmulatedCluster } from './start-emulated-cluster.ts'

const tools = fileURLToPath(new URL('../../../../.tools/bin', import.meta.url))
const example = fileURLToPath(new URL('../../../../examples/messagewall', import.meta.url))
const searchPath = process.env['PATH'] ?? ''
const withTools = `${tools}${delimiter}${searchPath}`

/** The programs that render parts of the example and are neither in `.tools/bin` nor on the PATH. */
export const missingPrograms: readonly string[] = findMissingRenderers(withTools).map(
  ({ program }) => program,
)

/** The example with its stores, published once. */
export interface PublishedStage {
  readonly stage: Stage
  close(): Promise<void>
}

/** Sets the stage with the example, and publishes it. */
export async function startPublishedStage(): Promise<PublishedStage> {
  process.env['PATH'] = withTools
  const directory = mkdtempSync(join(tmpdir(), 'tideway-write-back-'))
  const stage = await setStage({ directory, example, runTideway, cluster: await startEmulatedCluster() })
  const published = await stage.tideway('publish')
  expect(published.code, published.text).toBe(0)
  return {
    stage,
    async close() {
      await stage.close()
      rmSync(directory, { recursive: true, force: true })
      process.env['PATH'] = searchPath
    },
  }
}

/** Makes changes in ConfigHub, syncs, merges and publishes them, and expects that nothing is left. */
export async function syncAndMerge(stage: Stage, changes: readonly OperatorChange[]): Promise<void> {
  for (const { unit, from, to } of changes) stage.operate(unit, from, to, `Operator: ${to}`)
  const units = [...new Set(changes.map(({ unit }) => unit))]
  const revisions = () => units.map((unit) => stage.unit(unit).revision)
  const before = revisions()
  const dryRun = await stage.tideway('sync', '--dry-run')
  expect(dryRun.text).toContain('Proof\n  converges: rendered again from the edited files, prod holds')
  const synced = await stage.tideway('sync')
  expect(synced.code, synced.text).toBe(0)
  const pull = (await stage.github.pulls()).find(({ state }) => state === 'open')
  expect(pull?.body).toContain('**converges:**')
  await stage.github.mergePull(pull?.number ?? 0, { method: 'squash' })
  await stage.git('pull', '--quiet')
  const wanted = wantedDiff(changes)
  expect(await mergedDiff(stage)).toEqual(wanted)
  for (const line of Object.values(wanted).flat()) expect(dryRun.text).toContain(`\n${line}\n`)
  const published = await stage.tideway('publish')
  expect([published.code, published.text]).toEqual([0, expect.stringContaining('nothing to write')])
  expect(revisions()).toEqual(before)
  expect((await stage.tideway('sync')).text).toContain('Git has everything that ConfigHub has')
}

type Diff = Readonly<Record<string, readonly string[]>>

function wantedDiff(changes: readonly OperatorChange[]): Diff {
  const lines: Record<string, string[]> = {}
  for (const { diff } of changes) {
    for (const [path, own] of Object.entries(diff)) lines[path] = [...(lines[path] ?? []), ...own]
  }
  return lines
}

async function mergedDiff(stage: Stage): Promise<Diff> {
  const paths = (await stage.git('diff', '--name-only', 'HEAD~1')).trim().split('\n')
  const lines: Record<string, string[]> = {}
  for (const path of paths) {
    const diff = await stage.git('diff', '--unified=0', 'HEAD~1', '--', path)
    lines[path] = diff.split('\n').filter((line) => /^[+-](?![+-]{2} )/.test(line))
  }
  return lines
}
