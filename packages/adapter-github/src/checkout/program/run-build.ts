import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { AdapterError, type Call, type TidewayError } from '@tideway/core'
import { type ProcessResult, runProcess } from '../../process/run-process.ts'
import { configMissing } from '../config-missing.ts'
import { renderFailed } from '../render-failed.ts'
import type { Build, BuildResult } from './build.ts'

const defaultTimeoutMs = 60_000
const defaultMaxBytes = 64 * 1024 * 1024

/** Where programs are looked for. */
export interface ProgramPlaces {
  /** Programs by name; one that is not named is looked for on the PATH. */
  readonly binaries: Readonly<Record<string, string | undefined>>
  /** What a program with a path of its own, like `./render.sh`, is relative to. */
  readonly directory: string
}

/**
 * Runs a build in a scratch folder that is removed afterwards. Only the build's files are there, and neither the
 * user's settings nor credentials are in its environment.
 */
export async function runBuild(build: Build, places: ProgramPlaces, call: Call): Promise<BuildResult> {
  const scratch = await mkdtemp(join(tmpdir(), 'tideway-render-'))
  try {
    const root = join(scratch, 'files')
    for (const [path, bytes] of build.files) {
      await mkdir(dirname(join(root, path)), { recursive: true })
      await writeFile(join(root, path), bytes)
    }
    await mkdir(join(root, build.folder), { recursive: true })
    await mkdir(join(scratch, 'home'))
    return await run(build, places, { root, home: join(scratch, 'home') }, call)
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

async function run(
  build: Build,
  places: ProgramPlaces,
  scratch: { readonly root: string; readonly home: string },
  call: Call,
): Promise<BuildResult> {
  const [program, ...args] = build.command
  const result = await runProcess({
    program: placeOf(program, places),
    args,
    directory: join(scratch.root, build.folder),
    environment: { PATH: process.env['PATH'], HOME: scratch.home, LC_ALL: 'C' },
    signal: call.signal,
    timeoutMs: build.timeoutMs ?? defaultTimeoutMs,
    maxBytes: build.maxBytes ?? defaultMaxBytes,
  })
  if (result.kind === 'ended' && result.code === 0) {
    return { kind: 'rendered', text: result.stdout.toString('utf8') }
  }
  if (result.kind === 'stopped' && result.reason === 'aborted') throw aborted(program)
  if (result.kind === 'not-started') throw missing(build, program)
  return { kind: 'failed', error: failed(build, result, scratch.root) }
}

function placeOf(program: string, { binaries, directory }: ProgramPlaces): string {
  const named = binaries[program]
  if (named !== undefined) return named
  return program.includes('/') ? resolve(directory, program) : program
}

function failed(
  build: Build,
  result: Exclude<ProcessResult, { kind: 'not-started' }>,
  root: string,
): TidewayError {
  const shown = build.command.join(' ')
  const program = build.command.slice(0, 2).join(' ')
  const next = `run ${shown.slice(0, 200)} in ${build.folder === '' ? 'the repository' : build.folder} to see it`
  if (result.kind === 'stopped') {
    const limit =
      result.reason === 'timeout'
        ? `was stopped after ${(build.timeoutMs ?? defaultTimeoutMs) / 1000} s`
        : `was stopped after ${build.maxBytes ?? defaultMaxBytes} bytes of output`
    return renderFailed({ path: build.path }, `${program} ${limit}`, next)
  }
  const { path, line, reason } = build.explain(result.stderr.replaceAll(`${root}/`, ''))
  const why = reason === '' ? `ended with ${result.code}` : `failed: ${reason.slice(0, 500)}`
  return renderFailed({ path, line }, `${program} ${why}`, next)
}

function missing(build: Build, program: string): TidewayError {
  const what = `the program ${program}, which renders it, is not installed`
  return configMissing(build.path, what, `put ${program} on the PATH`)
}

function aborted(program: string): AdapterError {
  return new AdapterError({ kind: 'aborted', endpoint: program, message: 'cancelled', next: 'run again' })
}
