import { relative, resolve } from 'node:path'
import { findPreset, type Policy, readPolicy, TidewayError } from '@tideway/core'
import { createPolicyLoader } from '@tideway/core/testing'
import { folderFiles, type SettingFiles } from './setting-files.ts'

/**
 * The policy of a preset’s name, a file or a package, relative to a folder, with everything that it extends.
 * Throws `TIDEWAY_CONFIG_MISSING` for none of these.
 */
export function loadPolicy(name: string, folder: string, files: SettingFiles = folderFiles): Policy {
  const preset = findPreset(name)
  if (preset !== undefined) return preset
  const load = createPolicyLoader(folder, files.read)
  const found = load(relative(folder, resolve(folder, name)), 'tideway.yaml')
  if (found === undefined) {
    throw new TidewayError({
      code: 'TIDEWAY_CONFIG_MISSING',
      message: `there is no policy ${name}${files.place}: neither a preset, a file nor an installed package`,
      next: 'use documented, strict or merge, a file relative to tideway.yaml, or a package that holds a policy.yaml (npm install it first)',
    })
  }
  return readPolicy(found.text, { name: found.name, load })
}
