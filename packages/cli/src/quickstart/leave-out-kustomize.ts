import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { isMap, isSeq, parseDocument } from 'yaml'

/** Tells whether a program that renders the example's kustomizations is on a search path. */
export function hasKubectl(searchPath: string): boolean {
  return searchPath.split(delimiter).some((folder) => existsSync(join(folder, 'kubectl')))
}

/** Takes the kustomizations out of a `tideway.yaml`, for machines that cannot render them. */
export function leaveOutKustomize(file: string): void {
  const document = parseDocument(readFileSync(file, 'utf8'))
  const environments = document.get('environments')
  if (!isMap(environments)) return
  for (const { value } of environments.items) {
    const render = isMap(value) ? value.get('render') : undefined
    if (!isSeq(render)) continue
    render.items = render.items.filter((item) => !isMap(item) || item.get('kind') !== 'kustomize')
  }
  writeFileSync(file, document.toString())
}
