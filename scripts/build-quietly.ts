// Builds all packages where they are not built yet, and says what the tools said only where that fails.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { isBuilt } from './is-built.ts'

if (!isBuilt(fileURLToPath(new URL('..', import.meta.url)))) {
  process.stderr.write('Building the packages; this takes about half a minute.\n')
  const build = spawnSync('npm', ['run', 'build'], { encoding: 'utf8', shell: process.platform === 'win32' })
  if (build.status !== 0) {
    process.stderr.write(`${build.stdout ?? ''}${build.stderr ?? ''}${build.error?.message ?? ''}\n`)
    process.exitCode = 1
  }
}
