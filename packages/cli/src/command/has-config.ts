import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { CommandIo } from './command-io.ts'
import type { SharedFlags } from './shared-flags.ts'

/** True where there is a configuration for a command that can do without one. */
export function hasConfig({ config = 'tideway.yaml' }: Pick<SharedFlags, 'config'>, io: CommandIo): boolean {
  return existsSync(resolve(io.directory, config))
}
