import { existsSync, globSync, readFileSync, statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { TidewayError } from '../errors/tideway-error.ts'
import { createPolicyLoader } from './load-policy-file.ts'
import { type PolicyCases, readPolicyCaseFolder, readPolicyCases } from './policy-cases.ts'

// A folder with this file is one case.
const folderCase = 'case.yaml'

/**
 * Reads a file of cases, or all below a folder: every `*.cases.yaml`, and every folder with a `case.yaml`.
 * Throws `TIDEWAY_CONFIG_MISSING` where there are none.
 */
export function loadPolicyCases(path: string, directory = '.'): readonly PolicyCases[] {
  const load = createPolicyLoader(directory)
  const files = findFiles(path, directory)
  if (files.length === 0) {
    throw new TidewayError({
      code: 'TIDEWAY_CONFIG_MISSING',
      message: `there are no cases at ${path}: neither a file nor a folder with a *.cases.yaml or case.yaml`,
      next: 'name a file or folder of cases',
    })
  }
  return files.map((name) => {
    const file = { name, text: readFileSync(resolve(directory, name), 'utf8') }
    return basename(name) === folderCase ? readPolicyCaseFolder(file, load) : readPolicyCases(file, load)
  })
}

function findFiles(path: string, directory: string): readonly string[] {
  const absolute = resolve(directory, path)
  if (!existsSync(absolute)) return []
  if (statSync(absolute).isFile()) return [path]
  return globSync(['**/*.cases.yaml', `**/${folderCase}`], {
    cwd: absolute,
    exclude: (name) => name.includes('node_modules'),
  })
    .toSorted()
    .map((name) => join(path, name))
}
