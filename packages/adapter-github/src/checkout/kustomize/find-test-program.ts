import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { KustomizeSource } from '../render-options.ts'

/** A program that renders kustomizations, for tests. */
export interface TestProgram {
  readonly command: KustomizeSource['command']
  readonly binaries: { readonly kubectl?: string; readonly kustomize?: string }
}

const tools = fileURLToPath(new URL('../../../../../.tools/bin', import.meta.url))

/** Finds `kubectl` or `kustomize` in `.tools/bin` of this repository or on the PATH; undefined where neither is. */
export function findTestProgram(): TestProgram | undefined {
  const kubectl = find('kubectl', ['version', '--client'])
  if (kubectl !== undefined) return { command: ['kubectl', 'kustomize'], binaries: { kubectl } }
  const kustomize = find('kustomize', ['version'])
  return kustomize === undefined ? undefined : { command: ['kustomize', 'build'], binaries: { kustomize } }
}

function find(name: string, args: readonly string[]): string | undefined {
  const own = join(tools, name)
  if (existsSync(own)) return own
  try {
    execFileSync(name, args, { stdio: 'ignore', timeout: 10_000 })
    return name
  } catch {
    return undefined
  }
}
