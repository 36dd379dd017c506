import { existsSync, lstatSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

// What a build reads besides the packages' sources.
const shared = ['package-lock.json', 'tsconfig.base.json', 'examples/messagewall']
const ofPackage = ['src', 'package.json', 'tsup.config.ts']
const entries = ['dist/index.js', 'dist/index.d.ts']

/** True where every package below `packages` of a checkout was built after the last change of what its build reads. */
export function isBuilt(root: string): boolean {
  const packages = readdirSync(join(root, 'packages')).map((name) => join(root, 'packages', name))
  const built = packages.flatMap((path) => entries.map((entry) => join(path, entry)))
  if (!built.every((path) => existsSync(path))) return false
  const sources = [
    ...shared.map((path) => join(root, path)),
    ...packages.flatMap((path) => ofPackage.map((name) => join(path, name))),
  ]
  const changed = Math.max(...sources.map(newestIn))
  return built.every((path) => statSync(path).mtimeMs > changed)
}

function newestIn(path: string): number {
  const own = lstatSync(path)
  if (!own.isDirectory()) return own.mtimeMs
  const inside = readdirSync(path)
    .filter((name) => name !== 'node_modules')
    .map((name) => newestIn(join(path, name)))
  return Math.max(own.mtimeMs, ...inside)
}
