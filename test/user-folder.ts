import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/** A folder outside of the repository, as somebody else has it. */
export interface UserFolder {
  readonly folder: string
  /** Runs a line of the shell there, and answers what it wrote; throws with all of it where it fails. */
  run(line: string): string
  write(path: string, text: string): void
  remove(): void
}

/** An empty folder, or one with a copy of an example as it is in Git. */
export function createUserFolder(example?: string): UserFolder {
  const folder = mkdtempSync(join(tmpdir(), 'tideway-user-'))
  if (example !== undefined) {
    const filter = (path: string) => basename(path) !== 'node_modules'
    cpSync(join(root, 'examples', example), folder, { recursive: true, filter })
  }
  const env = {
    ...process.env,
    NODE_TEST_CONTEXT: undefined,
    VITEST: undefined,
    NODE_ENV: undefined,
    NO_COLOR: '1',
  }
  return {
    folder,
    run(line) {
      try {
        const lines = `{ ${line}\n} 2>&1`
        return execFileSync('sh', ['-c', lines], { cwd: folder, encoding: 'utf8', stdio: 'pipe', env })
      } catch (error) {
        const output = error instanceof Error && 'stdout' in error ? String(error.stdout) : ''
        throw new Error(`${line} failed in ${folder}:\n${output}`, { cause: error })
      }
    },
    write: (path, text) => writeFileSync(join(folder, path), text),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
