import { readCheckedYaml } from '@tideway/core'
import { configFileSchema } from './config-file.ts'
import { type ProjectConfig, resolveConfig } from './project-config.ts'

/**
 * Reads the text of a `tideway.yaml`; `name` is for messages.
 * Throws `TIDEWAY_CONFIG_INVALID` with every problem at once, each with line and column.
 */
export function readConfig(text: string, name: string): ProjectConfig {
  return resolveConfig(readCheckedYaml(text, name, configFileSchema).value)
}
