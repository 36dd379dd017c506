import { dirname, relative, resolve } from 'node:path'
import { findPreset, type Policy, readPolicy, TidewayError } from '@tideway/core'
import { folderFiles, type SettingFiles } from './setting-files.ts'

/** The policy of a preset's name or a file, relative to a folder. Throws `TIDEWAY_CONFIG_MISSING` for neither. */
export function loadPolicy(name: string, folder: string, files: SettingFiles = folderFiles): Policy {
  const preset = findPreset(name)
  if (preset !== undefined) return preset
  const file = resolve(folder, name)
  const text = files.read(file)
  if (text === undefined) {
    throw new TidewayError({
      code: 'TIDEWAY_CONFIG_MISSING',
      message: `there is no policy ${name}${files.place}: neither a preset nor a file`,
      next: 'use documented, strict or merge, or a file relative to tideway.yaml',
    })
  }
  return readPolicy(text, {
    name: relative(folder, file),
    load: (reference, from) => {
      const extended = resolve(folder, dirname(from), reference)
      const extension = files.read(extended)
      return extension === undefined ? undefined : { name: relative(folder, extended), text: extension }
    },
  })
}
