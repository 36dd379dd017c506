import { configMissing } from '../config-missing.ts'
import type { EnvsubstSource } from '../render-options.ts'
import { type FileTree, readFile } from '../tree/file-tree.ts'
import { selectFiles } from '../tree/select-files.ts'
import { cutUnits } from '../units/cut-units.ts'
import { readEach } from '../units/read-each.ts'
import { refuseInvalid } from '../units/refuse-invalid.ts'
import type { RenderedFile, RenderedUnit } from '../units/rendered-unit.ts'
import { applyPatchFile } from './apply-patch-file.ts'
import { parseEnvFile } from './parse-env-file.ts'
import { parsePatchFile } from './patch-file.ts'
import { substitute } from './substitute.ts'

/** The endings of templates in a folder. */
export const templateEndings: readonly string[] = ['.yaml.template', '.yml.template']

/** Renders templates: variables are filled in, the text is cut into units, and these are patched. */
export async function renderEnvsubst(
  source: EnvsubstSource,
  tree: FileTree,
): Promise<readonly RenderedUnit[]> {
  const units = await renderTemplates(source, tree)
  const patch = source.patch === undefined ? undefined : await readFile(tree, source.patch)
  if (source.patch === undefined || patch === undefined) return units
  return applyPatchFile(source.patch, units, parsePatchFile(source.patch, patch))
}

/** The units as they are before the patch. */
export async function renderTemplates(
  source: EnvsubstSource,
  tree: FileTree,
): Promise<readonly RenderedUnit[]> {
  const variables = await readVariables(source, tree)
  const templates = await readEach(tree, selectFiles(tree, source.path, templateEndings))
  const files = templates.map((template): RenderedFile => {
    if (template.kind === 'failed') return template
    const { path } = template
    const filled = substitute(path, template.text, variables, source.variables)
    return filled.kind === 'failed'
      ? { ...filled, path }
      : refuseInvalid({ kind: 'rendered', path, text: filled.text })
  })
  return cutUnits(files, source.units)
}

/** The values of a source's variables, by name. */
export async function readVariables(
  source: EnvsubstSource,
  tree: FileTree,
): Promise<ReadonlyMap<string, string>> {
  const text = await readFile(tree, source.variables)
  if (text === undefined) {
    const next = 'add the file, or correct `variables` in the environment’s `render`'
    throw configMissing(source.variables, 'the file of variables is not there', next)
  }
  const entries = parseEnvFile(source.variables, text)
  return new Map([...entries.values()].map(({ name, value }) => [name, value]))
}
