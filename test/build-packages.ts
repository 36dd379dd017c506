import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const script = fileURLToPath(new URL('../scripts/build-quietly.ts', import.meta.url))

/** Builds the packages once, before the first of the deep tests, which run and pack what was built. */
export function setup(): void {
  execFileSync(process.execPath, [script], { stdio: 'inherit' })
}
