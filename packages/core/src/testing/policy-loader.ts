import { existsSync, globSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { TidewayError } from '../errors/tideway-error.ts'
import { createPolicyLoader } from './load-policy-file.ts'
import { type PolicyCases, readPolicyCases } from './policy-cases.ts'

/** Reads a file of cases, or every `*.cases.yaml` below a folder; throws `TIDEWAY_CONFIG_MISSING` for neither. */
export function loadPolicyCases(path: string, directory = '.'): readonly PolicyCases[] {
  const load = createPolicyLoader(directory)
  const files = findFiles(path, directory)
  if (files.length === 0) {
    throw new TidewayError({
      code: 'TIDEWAY_CONFIG_MISSING',
      message: `there are no cases at ${path}: neither a file nor a folder with a *.cases.yaml`,
      next: 'name a file or folder of cases',
    })
  }
  return files.map((name) =>
    readPolicyCases({ name, text: readFileSync(resolve(directory, name), 'utf8') }, load),
  )
}

function findFiles(path: string, directory: string): readonly string[] {
  const absolute = resolve(directory, path)
  if (!existsSync(absolute)) return []
  if (statSync(absolute).isFile()) return [path]
  return globSync('**/*.cases.yaml', {
    cwd: absolute,
    exclude: (name) => name.includes('node_modules'),
  })
    .toSorted()
    .map((name) => join(path, name))
}
