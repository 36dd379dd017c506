// Builds all packages where they are not built yet, and says what the tools said only where that fails.
// With --no-dts it leaves the declarations out, which take most of the time, and which no program needs to run.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { isBuilt } from './is-built.ts'

const options = process.argv.slice(2)
const root = fileURLToPath(new URL('..', import.meta.url))

if (!isBuilt(root, options.includes('--no-dts') ? ['programs'] : ['programs', 'declarations'])) {
  process.stderr.write('Building the packages.\n')
  const build = spawnSync('npm', ['run', 'build', '--', ...options], {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  })
  if (build.status !== 0) {
    process.stderr.write(`${build.stdout ?? ''}${build.stderr ?? ''}${build.error?.message ?? ''}\n`)
    process.exitCode = 1
  }
}
