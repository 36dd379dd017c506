import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { packOnce } from './pack-once.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/** A project of its own outside of the repository, with packages as npm would install them. */
export interface PackedProject {
  readonly folder: string
  /** Runs a program there, and answers what it wrote; throws with all of it where it fails. */
  run(program: string, ...words: readonly string[]): string
  remove(): void
}

/**
 * Copies an example (or nothing) into a new folder, and installs the packages below `packages` into it as
 * {@link packOnce} makes them. What they depend on is linked to, not copied.
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
  const dependencies = new Set<string>()
  if (example !== undefined) {
    const filter = (path: string) => basename(path) !== 'node_modules'
    cpSync(join(root, 'examples', example), folder, { recursive: true, filter })
    for (const dependency of readManifest(folder).dependencies) dependencies.add(dependency)
  }
  for (const name of packages) {
    const packed = packOnce(name)
    const manifest = readManifest(packed)
    cpSync(packed, join(folder, 'node_modules', manifest.name), { recursive: true })
    for (const dependency of manifest.dependencies) dependencies.add(dependency)
  }
  for (const dependency of dependencies) link(folder, dependency)
  return { folder, run, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

function readManifest(folder: string): { readonly name: string; readonly dependencies: readonly string[] } {
  const { name, dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return { name, dependencies: Object.keys(dependencies ?? {}) }
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
