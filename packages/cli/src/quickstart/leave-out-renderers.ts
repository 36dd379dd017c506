import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { isMap, isSeq, parseDocument } from 'yaml'

/** A program that renders a part of the example, and the kind of source that needs it. */
export interface RendererProgram {
  readonly program: string
  readonly kind: string
}

const renderers: readonly RendererProgram[] = [
  { program: 'kubectl', kind: 'kustomize' },
  { program: 'helm', kind: 'helm' },
]

/** The programs that render parts of the example and are not on a search path. */
export function findMissingRenderers(searchPath: string): readonly RendererProgram[] {
  const folders = searchPath.split(delimiter)
  return renderers.filter(({ program }) => !folders.some((folder) => existsSync(join(folder, program))))
}

/** Takes what these programs would render out of a `tideway.yaml`. */
export function leaveOutRenderers(file: string, missing: readonly RendererProgram[]): void {
  const document = parseDocument(readFileSync(file, 'utf8'))
  const environments = document.get('environments')
  if (!isMap(environments)) return
  for (const { value } of environments.items) {
    const render = isMap(value) ? value.get('render') : undefined
    if (!isSeq(render)) continue
    render.items = render.items.filter(
      (item) => !missing.some(({ kind }) => isMap(item) && item.get('kind') === kind),
    )
  }
  writeFileSync(file, document.toString())
}
