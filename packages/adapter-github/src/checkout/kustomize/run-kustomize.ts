import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { AdapterError, type Call, type TidewayError } from '@tideway/core'
import { renderFailed } from '../render-failed.ts'
import type { KustomizeSource } from '../render-options.ts'

const timeoutMs = 60_000
const maxBytes = 64 * 1024 * 1024

/** Where programs are, by the name in the command; one that is not named is looked for on the PATH. */
export type Binaries = Readonly<Record<string, string | undefined>>

/** What a build left behind. */
export type KustomizeBuild =
  | { readonly kind: 'rendered'; readonly text: string }
  | { readonly kind: 'failed'; readonly error: TidewayError }

/**
 * Builds a kustomization from texts, in a scratch folder that is removed afterwards. Only these files are there,
 * and neither the user's settings nor credentials.
 */
export async function runKustomize(
  source: KustomizeSource,
  texts: ReadonlyMap<string, string>,
  binaries: Binaries,
  call: Call,
): Promise<KustomizeBuild> {
  const scratch = await mkdtemp(join(tmpdir(), 'tideway-kustomize-'))
  try {
    for (const [path, text] of texts) {
      await mkdir(dirname(join(scratch, path)), { recursive: true })
      await writeFile(join(scratch, path), text)
    }
    return await build(source, scratch, binaries, call)
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

function build(
  source: KustomizeSource,
  scratch: string,
  binaries: Binaries,
  call: Call,
): Promise<KustomizeBuild> {
  const [program, subcommand] = source.command
  const options = {
    cwd: scratch,
    env: { PATH: process.env['PATH'], HOME: scratch, LC_ALL: 'C' },
    signal: call.signal,
    timeout: timeoutMs,
    maxBuffer: maxBytes,
  }
  return new Promise((resolve, reject) => {
    const args = [subcommand, join(scratch, source.path)]
    execFile(binaries[program] ?? program, args, options, (error, stdout, stderr) => {
      if (error === null) resolve({ kind: 'rendered', text: stdout })
      else if (call.signal.aborted) reject(aborted(program))
      else if (error.code === 'ENOENT') reject(missing(source, program))
      else resolve({ kind: 'failed', error: failed(source, stderr.replaceAll(`${scratch}/`, ''), error) })
    })
  })
}

function missing(source: KustomizeSource, program: string): TidewayError {
  const what = `the program ${program}, which renders it, is not installed`
  return renderFailed({ path: source.path }, what, `put ${program} on the PATH, or name it in \`binaries\``)
}

function failed(source: KustomizeSource, stderr: string, error: Error & { killed?: boolean }): TidewayError {
  const command = source.command.join(' ')
  const said = stderr.trim().split('\n').at(-1)?.slice(0, 500) ?? ''
  const why = error.killed === true ? `was stopped after ${timeoutMs / 1000} s` : `failed: ${said}`
  return renderFailed({ path: source.path }, `${command} ${why}`, `run ${command} ${source.path} to see it`)
}

function aborted(program: string): AdapterError {
  return new AdapterError({ kind: 'aborted', endpoint: program, message: 'cancelled', next: 'run again' })
}
