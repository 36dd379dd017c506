import { existsSync, readFileSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import { findPreset, type Policy, readPolicy, TidewayError } from '@tideway/core'

/** The policy of a preset's name or a file, relative to a folder. Throws `TIDEWAY_CONFIG_MISSING` for neither. */
export function loadPolicy(name: string, folder: string): Policy {
  const preset = findPreset(name)
  if (preset !== undefined) return preset
  const file = resolve(folder, name)
  if (!existsSync(file)) {
    throw new TidewayError({
      code: 'TIDEWAY_CONFIG_MISSING',
      message: `there is no policy ${name}: neither a preset nor a file`,
      next: 'use documented, strict or merge, or a file relative to tideway.yaml',
    })
  }
  return readPolicy(readFileSync(file, 'utf8'), {
    name: relative(folder, file),
    load: (reference, from) => {
      const extended = resolve(folder, dirname(from), reference)
      if (!existsSync(extended)) return undefined
      return { name: relative(folder, extended), text: readFileSync(extended, 'utf8') }
    },
  })
}
