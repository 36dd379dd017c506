import { existsSync, lstatSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

// What a build reads besides the packages' sources.
const shared = ['package-lock.json', 'tsconfig.base.json', 'examples/messagewall']
const ofPackage = ['src', 'package.json', 'tsup.config.ts']

/** What a build makes: programs are run, declarations are for those who compile against the packages. */
export type Output = 'programs' | 'declarations'

const entries: Readonly<Record<Output, string>> = {
  programs: 'dist/index.js',
  declarations: 'dist/index.d.ts',
}

/** True where these outputs of every package below `packages` of a checkout are newer than what its build reads. */
export function isBuilt(root: string, outputs: readonly Output[]): boolean {
  const packages = readdirSync(join(root, 'packages')).map((name) => join(root, 'packages', name))
  const built = packages.flatMap((path) => outputs.map((output) => join(path, entries[output])))
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
