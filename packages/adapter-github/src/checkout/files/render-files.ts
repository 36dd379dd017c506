import type { FilesSource } from '../render-options.ts'
import type { FileTree } from '../tree/file-tree.ts'
import { selectFiles } from '../tree/select-files.ts'
import { cutUnits } from '../units/cut-units.ts'
import { readEach } from '../units/read-each.ts'
import { refuseInvalid } from '../units/refuse-invalid.ts'
import type { RenderedUnit } from '../units/rendered-unit.ts'

/** The endings of plain YAML files in a folder. */
const yamlEndings: readonly string[] = ['.yaml', '.yml']

/** Renders plain YAML files: each is what it says. */
export async function renderFiles(source: FilesSource, tree: FileTree): Promise<readonly RenderedUnit[]> {
  const files = await readEach(tree, selectFiles(tree, source.path, yamlEndings))
  return cutUnits(files.map(refuseInvalid), source.units)
}
