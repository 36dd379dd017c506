import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { packOnce } from './pack-once.ts'
import { createUserFolder, type UserFolder } from './user-folder.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * Copies an example (or nothing) into a new folder, and installs the packages below `packages` into it as
 * {@link packOnce} makes them. What they depend on is linked to, not copied.
 */
export function installPacked(packages: readonly string[], example?: string): UserFolder {
  const user = createUserFolder(example)
  const dependencies = new Set(example === undefined ? [] : readManifest(user.folder).dependencies)
  for (const name of packages) {
    const packed = packOnce(name)
    const manifest = readManifest(packed)
    cpSync(packed, join(user.folder, 'node_modules', manifest.name), { recursive: true })
    for (const dependency of manifest.dependencies) dependencies.add(dependency)
  }
  for (const dependency of dependencies) link(user.folder, dependency)
  return user
}

function readManifest(folder: string): { readonly name: string; readonly dependencies: readonly string[] } {
  const { name, dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return { name, dependencies: Object.keys(dependencies ?? {}) }
}

function link(folder: string, dependency: string): void {
  const path = join(folder, 'node_modules', dependency)
  // Installed already, where it is one of ours.
  if (existsSync(path)) return
  mkdirSync(join(path, '..'), { recursive: true })
  symlinkSync(join(root, 'node_modules', dependency), path)
}
