import { readCheckedYaml } from '@tideway/core'
import { configFileSchema } from './config-file-schema.ts'
import { type ProjectConfig, resolveConfig } from './project-config.ts'

/**
 * Reads the text of a `tideway.yaml`; `name` is for messages, and `read` answers the text of a file that is named
 * there (default: there is none).
 * Throws `TIDEWAY_CONFIG_INVALID` with every problem at once, each with line and column.
 */
export function readConfig(
  text: string,
  name: string,
  read: (path: string) => string | undefined = () => undefined,
): ProjectConfig {
  return resolveConfig(readCheckedYaml(text, name, configFileSchema).value, read)
}
