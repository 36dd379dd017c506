import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/** A project of its own outside of the repository, with packages as npm would install them. */
export interface PackedProject {
  readonly folder: string
  /** Runs a program there, and answers what it wrote; throws with all of it where it fails. */
  run(program: string, ...words: readonly string[]): string
  remove(): void
}

/**
 * Copies an example (or nothing) into a new folder, and installs the packages below `packages` into it from tarballs.
 * Their JavaScript is built for the occasion, without declarations; what they depend on is linked to, not copied.
 */
export function installPacked(packages: readonly string[], example?: string): PackedProject {
  const folder = mkdtempSync(join(tmpdir(), 'tideway-packed-'))
  const run = (program: string, ...words: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync(program, words, {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_TEST_CONTEXT: undefined, VITEST: undefined, NO_COLOR: '1' },
    })
    if (status !== 0) throw new Error(`${program} ${words.join(' ')} failed:\n${stdout}${stderr}`)
    return stdout
  }
  if (example !== undefined)
    cpSync(join(root, 'examples', example), folder, { recursive: true, filter: isSource })
  mkdirSync(join(folder, 'node_modules'))
  const dependencies = new Set(readDependencies(join(folder, 'package.json'), example !== undefined))
  for (const name of packages) {
    const source = join(root, 'packages', name)
    const manifest = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'))
    const staged = join(folder, 'node_modules', manifest.name)
    pack(source, staged)
    for (const dependency of readDependencies(join(staged, 'package.json'), true))
      dependencies.add(dependency)
  }
  for (const dependency of dependencies) link(folder, dependency)
  return { folder, run, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

function pack(source: string, installed: string): void {
  const staged = mkdtempSync(join(tmpdir(), `tideway-pack-${basename(source)}-`))
  try {
    const options = { cwd: source, encoding: 'utf8', stdio: 'pipe' } as const
    execFileSync(
      join(root, 'node_modules/.bin/tsup'),
      ['--no-dts', '--out-dir', join(staged, 'dist')],
      options,
    )
    cpSync(source, staged, { recursive: true, filter: isSource })
    const [tarball = ''] = execFileSync('npm', ['pack', '--silent', '--ignore-scripts'], {
      ...options,
      cwd: staged,
    })
      .trim()
      .split('\n')
    mkdirSync(installed, { recursive: true })
    execFileSync('tar', ['-xzf', join(staged, tarball), '-C', installed, '--strip-components', '1'])
  } finally {
    rmSync(staged, { recursive: true, force: true })
  }
}

function isSource(path: string): boolean {
  return !['node_modules', 'dist', 'src'].includes(basename(path)) || path.includes('examples')
}

function readDependencies(path: string, isThere: boolean): readonly string[] {
  if (!isThere) return []
  return Object.keys(JSON.parse(readFileSync(path, 'utf8')).dependencies ?? {})
}

function link(folder: string, dependency: string): void {
  const path = join(folder, 'node_modules', dependency)
  mkdirSync(join(path, '..'), { recursive: true })
  try {
    symlinkSync(join(root, 'node_modules', dependency), path)
  } catch (error) {
    // Installed from its tarball already.
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
}
