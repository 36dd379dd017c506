import type { Call } from '@tideway/core'
import type { Build, Builder } from '../program/build.ts'
import { renderFailed } from '../render-failed.ts'
import type { CommandSource } from '../render-options.ts'
import type { FileTree } from '../tree/file-tree.ts'
import { listFilesBelow, matchesPath } from '../tree/select-files.ts'
import { cutUnits } from '../units/cut-units.ts'
import type { RenderedFile, RenderedUnit } from '../units/rendered-unit.ts'

/** Renders with a command of one's own: what it writes to standard output is the YAML. */
export async function renderCommand(
  source: CommandSource,
  tree: FileTree,
  builder: Builder,
  call: Call,
): Promise<readonly RenderedUnit[]> {
  const inputs = listInputs(source, tree)
  if (inputs.length === 0) {
    const next = 'check `path` and `inputs` in the environment’s `render`, and that the files are committed'
    throw renderFailed(
      { path: source.path === '' ? '.' : source.path },
      'the command has no input there',
      next,
    )
  }
  const build: Build = {
    path: source.path === '' ? '.' : source.path,
    command: source.command,
    folder: source.path,
    files: await tree.bytes(inputs),
    timeoutMs: source.timeoutSeconds * 1000,
    explain: (stderr) => ({ path: source.path === '' ? '.' : source.path, reason: tailOf(stderr) }),
  }
  const file: RenderedFile = { ...(await builder(build, call)), path: source.path }
  return cutUnits([file], source.units)
}

function listInputs({ path, inputs }: CommandSource, tree: FileTree): readonly string[] {
  if (inputs.length === 0) return listFilesBelow(tree, path)
  return tree.paths.filter((file) => inputs.some((glob) => glob === file || matchesPath(glob, file)))
}

// A program says last what stopped it; more than a few lines would drown the report.
function tailOf(stderr: string): string {
  return stderr.trim().split('\n').slice(-5).join(' | ')
}
