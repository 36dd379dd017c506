import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Json } from '@tideway/core'

/** What Kubernetes' reader makes of a text: its value, or why it refuses. */
export type OracleAnswer =
  | { readonly kind: 'read'; readonly value: Json }
  | { readonly kind: 'refused'; readonly reason: string }

/** The oracle, or why there is none. */
export type Oracle =
  | { readonly kind: 'ready'; ask(texts: readonly string[]): readonly OracleAnswer[] }
  | { readonly kind: 'missing'; readonly reason: string }

const goModule = fileURLToPath(new URL('.', import.meta.url))

/** Builds the oracle once, into the user's cache, and prepares to ask it; it is missing where there is no Go. */
export function prepareOracle(): Oracle {
  const go = ['go', '/usr/local/go/bin/go'].find(
    (name) => spawnSync(name, ['version'], { stdio: 'ignore' }).status === 0,
  )
  if (go === undefined) return { kind: 'missing', reason: 'there is no go on PATH' }
  const program = join(cacheFolder(), 'yaml-oracle')
  const failure = existsSync(program) ? undefined : build(go, program)
  if (failure !== undefined) return { kind: 'missing', reason: `go build: ${failure}` }
  return { kind: 'ready', ask: (texts) => ask(program, texts) }
}

function cacheFolder(): string {
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache')
  const sources = ['go.mod', 'go.sum', 'main.go'].map((name) => readFileSync(join(goModule, name)))
  const digest = createHash('sha256').update(Buffer.concat(sources)).digest('hex').slice(0, 16)
  return join(cache, 'tideway/yaml-oracle', digest)
}

function build(go: string, program: string): string | undefined {
  mkdirSync(dirname(dirname(program)), { recursive: true })
  const folder = mkdtempSync(`${dirname(program)}.part-`)
  try {
    const built = spawnSync(
      go,
      ['build', '-trimpath', '-mod=readonly', '-o', join(folder, 'yaml-oracle'), '.'],
      {
        cwd: goModule,
        env: { CGO_ENABLED: '0', ...process.env },
        encoding: 'utf8',
      },
    )
    if (built.status !== 0) return built.stderr.trim()
    // Renamed when whole, so that an interrupted or a second build leaves no half folder to be found.
    if (!existsSync(program)) renameSync(folder, dirname(program))
    return undefined
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function ask(program: string, texts: readonly string[]): readonly OracleAnswer[] {
  const { status, stdout, stderr } = spawnSync(program, {
    input: JSON.stringify(texts),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  })
  if (status !== 0) throw new Error(`the oracle failed: ${stderr}`)
  const answers: readonly { readonly json?: Json; readonly error?: string }[] = JSON.parse(
    stdout,
    exactInteger,
  )
  return answers.map(({ json = null, error }) =>
    error === undefined ? { kind: 'read', value: json } : { kind: 'refused', reason: error },
  )
}

function exactInteger(_: string, value: unknown, context?: { readonly source?: string }): unknown {
  const { source = '' } = context ?? {}
  return typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(source)
    ? BigInt(source)
    : value
}
