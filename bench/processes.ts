import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Used } from './child.ts'
import { makeUnits } from './make-units.ts'
import type { Measure } from './measure.ts'

const child = fileURLToPath(new URL('child.ts', import.meta.url))
const core = new URL('../packages/core/dist/index.js', import.meta.url)

/** Measures of whole processes, by processor time and memory: three folders of files compared, and the core imported. */
export function* measureProcesses(count: number): Iterable<Measure> {
  if (!existsSync(core)) {
    console.log('P7, P8 and P12 need a build: npm run build')
    return
  }
  const folder = mkdtempSync(join(tmpdir(), 'tideway-bench-'))
  try {
    yield* measureFolders(folder, count)
  } finally {
    rmSync(folder, { recursive: true })
  }
  yield* measureImport()
}

function* measureFolders(folder: string, count: number): Iterable<Measure> {
  const { base, left, right } = makeUnits(count)
  let bytes = 0
  for (const [side, texts] of Object.entries({ base, left, right })) {
    mkdirSync(join(folder, side))
    for (const [unit, text] of texts) {
      writeFileSync(join(folder, side, `${unit}.yaml`), text)
      bytes += Buffer.byteLength(text)
    }
  }
  const run = (mode: string) => runOften(3, mode, folder, String(count))
  const [bare, read, compare] = [run('bare'), run('read'), run('compare')]
  yield {
    id: 'P7',
    what: `peak memory over bare Node, per byte of ${count * 3} texts`,
    kind: 'share',
    ratio: (compare.memory - bare.memory) / bytes,
    gate: 3,
    ambition: 2,
  }
  yield {
    id: 'P8',
    what: `whole process from ${count * 3} files, over one that only reads them`,
    kind: 'share',
    ratio: compare.time / read.time,
    gate: 2.2,
    ambition: 1.5,
  }
}

function* measureImport(): Iterable<Measure> {
  const ours = runOften(9, 'import', core.href)
  yield {
    id: 'P12',
    what: 'cold import of the core without its dependencies, over yaml',
    kind: 'share',
    ratio: ours.time / runOften(9, 'import', 'yaml').time,
    gate: 0.5,
    ambition: 0.3,
  }
  yield {
    id: 'P12',
    what: 'the core without its dependencies as built, gzipped, in kB',
    kind: 'share',
    ratio: (ours.size ?? Number.NaN) / 1000,
    gate: 20,
    ambition: 12,
  }
}

// Of several fresh processes the one with the median time.
function runOften(runs: number, ...parameters: readonly string[]): Used {
  const all = Array.from({ length: runs }, () => run(parameters))
  const median = all.toSorted((a, b) => a.time - b.time)[Math.floor(runs / 2)]
  if (median === undefined) throw new RangeError('no runs')
  return median
}

function run(parameters: readonly string[]): Used {
  const { status, stdout, stderr } = spawnSync(process.execPath, [child, ...parameters], { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stdout)
}
