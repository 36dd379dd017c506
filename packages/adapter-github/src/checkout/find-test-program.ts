import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const tools = fileURLToPath(new URL('../../../../.tools/bin', import.meta.url))
const versionArguments = { kubectl: ['version', '--client'], helm: ['version'] } as const

/** Finds a program for tests in `.tools/bin` of this repository or on the PATH; undefined where it is in neither. */
export function findTestProgram(name: keyof typeof versionArguments): string | undefined {
  const own = join(tools, name)
  if (existsSync(own)) return own
  try {
    execFileSync(name, versionArguments[name], { stdio: 'ignore', timeout: 10_000 })
    return name
  } catch {
    return undefined
  }
}
