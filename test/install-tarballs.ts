import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { UserFolder } from './user-folder.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const packages = ['core', 'adapter-confighub', 'adapter-github', 'adapter-kubernetes', 'cli']

/** The packages as npm publishes them, declarations and all. */
export interface Tarballs {
  /** The tarball of a package by its name, for instance `@tideway/core`. */
  pathOf(name: string): string
  readonly paths: readonly string[]
  remove(): void
}

/** Packs every package as it was built. */
export function packAll(): Tarballs {
  const folder = mkdtempSync(join(tmpdir(), 'tideway-tarballs-'))
  const npm = (...words: readonly string[]) =>
    execFileSync('npm', words, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  const workspaces = packages.flatMap((name) => ['--workspace', `packages/${name}`])
  const packed: unknown = JSON.parse(npm('pack', '--json', '--pack-destination', folder, ...workspaces))
  const byName = new Map(listPacked(packed).map(({ name, filename }) => [name, join(folder, filename)]))
  return {
    pathOf(name) {
      const path = byName.get(name)
      if (path === undefined || !existsSync(path)) throw new Error(`${name} was not packed`)
      return path
    },
    paths: [...byName.values()],
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** Compiles all TypeScript of a folder against the declarations in the tarballs, and those of what they depend on. */
export function compile({ run, write }: UserFolder): void {
  const compilerOptions = {
    module: 'nodenext',
    moduleResolution: 'nodenext',
    target: 'es2023',
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
    noEmit: true,
    allowImportingTsExtensions: true,
    types: ['node'],
  }
  write('tsconfig.json', JSON.stringify({ compilerOptions, include: ['**/*.ts'] }))
  run('npx --no-install tsc')
}

/** The version of a development tool that the repository uses. */
export function versionOf(name: string): string {
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8'))
  return `${name}@${version}`
}

function listPacked(packed: unknown): readonly { readonly name: string; readonly filename: string }[] {
  const entries = Array.isArray(packed) ? packed : Object.values(packed ?? {})
  return entries.map(({ name, filename }) => ({ name: String(name), filename: String(filename) }))
}
